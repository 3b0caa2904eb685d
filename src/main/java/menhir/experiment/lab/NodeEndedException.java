package menhir.experiment.lab;

import java.io.IOException;

/** A node has ended that should run: waiting any longer is of no use. */
final class NodeEndedException extends IOException {
    private static final long serialVersionUID = 1L;

    NodeEndedException(String message) {
        super(message);
    }
}
