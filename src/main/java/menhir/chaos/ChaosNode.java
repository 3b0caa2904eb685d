package menhir.chaos;

import java.io.IOException;
import java.nio.file.Path;
import menhir.chaos.load.Server;
import menhir.experiment.lab.LabNode;
import menhir.experiment.lab.NodeApi;

/** A node under faults. Whether it should run is known, so that it can be restarted when it ends by itself. Thread-safe. */
final class ChaosNode implements Server {
    private final LabNode node;
    private final Path disk;
    private boolean wanted;
    private boolean paused;

    /**
     * A node that does not run yet.
     *
     * @param disk the folder that stands for its disk: its data is in a folder below
     */
    ChaosNode(LabNode node, Path disk) {
        this.node = node;
        this.disk = disk;
    }

    int number() {
        return node.number();
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public NodeApi api() {
        return node.api();
    }

    LabNode process() {
        return node;
    }

    Path disk() {
        return disk;
    }

    /** Its data folder. */
    Path data() {
        return disk.resolve(name());
    }

    @Override
    public synchronized boolean runs() {
        return wanted && !paused && node.isAlive();
    }

    /** Whether its process has ended although nobody ended it. */
    synchronized boolean hasEndedByItself() {
        return wanted && !node.isAlive();
    }

    synchronized void start() throws IOException {
        node.note("started");
        wanted = true;
        paused = false;
        node.start();
    }

    /** Starts it again, if it has ended by itself. */
    synchronized void restart() throws IOException {
        if (hasEndedByItself()) {
            node.note("restarted by the supervisor");
            node.start();
        }
    }

    /** Sends SIGKILL, and returns once the process has exited. */
    synchronized void kill() throws IOException, InterruptedException {
        wanted = false;
        paused = false;
        node.note("killed");
        if (node.isAlive()) {
            node.kill9();
        }
    }

    /** Sends SIGTERM, and returns once the process has exited. */
    synchronized void stop() throws IOException, InterruptedException {
        wanted = false;
        node.note("stopped");
        if (node.isAlive()) {
            node.stop();
        }
    }

    synchronized void pause() throws IOException, InterruptedException {
        node.note("paused");
        paused = true;
        node.pause();
    }

    synchronized void resume() throws IOException, InterruptedException {
        node.note("resumed");
        node.resume();
        paused = false;
    }

    @Override
    public String toString() {
        return name();
    }
}
