package menhir.chaos.load;

import menhir.experiment.lab.NodeApi;

/** A node as its clients see it. */
public interface Server {

    /** The node's name. */
    String name();

    /** A client of its HTTP API. */
    NodeApi api();

    /** Whether its process runs and is not paused, as far as known. */
    boolean runs();
}
