package menhir.cli;

import menhir.config.Settings;

/** Runs a node in this process. */
@FunctionalInterface
public interface NodeRunner {
    /**
     * Blocks until the node has stopped.
     *
     * @return the exit status: 0 after a stop that was asked for
     * @throws Exception if the start fails; the operator sees its message on one line
     */
    int run(Settings settings) throws Exception;
}
