package menhir.experiment.lab;

import java.io.IOException;

/** A node that should run has exited, so waiting for it cannot succeed. */
public final class NodeEndedException extends IOException {
    private static final long serialVersionUID = 1L;

    NodeEndedException(String message) {
        super(message);
    }
}
