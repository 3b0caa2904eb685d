package menhir.cli;

import menhir.config.Settings;

/** Runs a node in this process. */
@FunctionalInterface
public interface NodeRunner {
    /**
     * Blocks until the node has stopped.
     *
     * @return the exit status: 0 when it was asked to stop
     * @throws Exception if it could not start; the message is shown to the operator, in one line
     */
    int run(Settings settings) throws Exception;
}
