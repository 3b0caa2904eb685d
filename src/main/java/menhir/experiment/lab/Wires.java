package menhir.experiment.lab;

import java.io.IOException;

/** The network between the nodes of a cluster, whose links can be cut, each in one direction. Nodes are numbered from 1. */
public interface Wires extends AutoCloseable {

    /** Cuts the link from one node to another. */
    void cut(int from, int to) throws IOException, InterruptedException;

    /** Restores the link from one node to another. */
    void restore(int from, int to) throws IOException, InterruptedException;

    /** Restores all links. */
    void heal() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
