package menhir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import menhir.chaos.load.Server;
import menhir.experiment.lab.Folders;
import menhir.experiment.lab.LabNode;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.NodeCommand;

/**
 * A node of a {@link TestCluster}. Beyond what a {@link LabNode} can do, its process can be paused and its data deleted, and
 * all of that is noted in its log.
 */
public final class TestNode implements Server {
    private static final String STARTED = "started";

    private final LabNode node;
    private final Path dataFolder;
    private final int httpPort;
    private boolean paused;

    TestNode(int number, NodeCommand command, Path folder, int httpPort) {
        node = new LabNode(number, command, folder.resolve("node-" + number + ".log"), httpPort);
        dataFolder = folder.resolve("data").resolve(name());
        this.httpPort = httpPort;
    }

    public int number() {
        return node.number();
    }

    @Override
    public String name() {
        return node.name();
    }

    /** Its HTTP address: host:port. */
    public String address() {
        return "127.0.0.1:" + httpPort;
    }

    @Override
    public NodeApi api() {
        return node.api();
    }

    /** The output of all its processes. */
    public Path log() {
        return node.log();
    }

    /** The output of its current process. */
    public List<String> linesSinceStart() throws IOException {
        List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
        int start = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(LabNode.NOTE) && lines.get(i).endsWith(STARTED)) {
                start = i;
            }
        }
        return lines.subList(start, lines.size());
    }

    /** The folder of its slots. */
    public Path dataFolder() {
        return dataFolder;
    }

    /** Whether its process runs and is not paused. */
    @Override
    public boolean runs() {
        return node.isAlive() && !paused;
    }

    boolean isPaused() {
        return paused;
    }

    public void start() {
        note(STARTED);
        paused = false;
        unchecked("cannot start", node::start);
    }

    /** Sends SIGKILL, and returns once the process has exited. */
    public void kill9() {
        note("killed with SIGKILL");
        unchecked("cannot kill", node::kill9);
        paused = false;
    }

    /**
     * Sends SIGTERM, and returns once the process has exited regularly.
     *
     * @return how long that took
     */
    public Duration stop() {
        note("stopped with SIGTERM");
        long start = System.nanoTime();
        unchecked("cannot stop", node::stop);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Sends SIGSTOP: the process makes no progress, but its connections stay open. */
    public void pause() {
        note("paused");
        unchecked("cannot pause", node::pause);
        paused = true;
    }

    /** Sends SIGCONT. */
    public void resume() {
        note("resumed");
        unchecked("cannot resume", node::resume);
        paused = false;
    }

    /** Deletes the data of a node that is down: the loss of its disk. */
    public void deleteData() {
        requireDown();
        note("lost its data");
        unchecked("cannot delete the data of", () -> Folders.delete(dataFolder));
    }

    /** Copies the data of a node that is down. */
    public void copyDataTo(Path folder) {
        requireDown();
        note("data copied");
        unchecked("cannot copy the data of", () -> Folders.copy(dataFolder, folder));
    }

    /** Replaces the data of a node that is down by a copy. */
    public void replaceDataBy(Path folder) {
        requireDown();
        note("data replaced by a copy");
        unchecked("cannot replace the data of", () -> {
            Folders.delete(dataFolder);
            Folders.copy(folder, dataFolder);
        });
    }

    private void requireDown() {
        if (node.isAlive()) {
            throw new IllegalStateException(name() + " is running");
        }
    }

    void end() {
        node.end();
    }

    /** Runs a second process of the same node, with some other settings, until it exits. */
    public CommandResult runSecondProcess(Map<String, String> otherSettings) {
        return run(otherSettings, "node");
    }

    /** Runs another command of the jar with the node's settings, until it exits. */
    public CommandResult run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Like {@link #run(String...)}, with some other settings. */
    public CommandResult run(Map<String, String> otherSettings, String... arguments) {
        NodeCommand own = node.command();
        Map<String, String> environment = new HashMap<>(own.environment());
        environment.putAll(otherSettings);
        return CommandResult.of(
                new NodeCommand(own.jar(), own.config(), own.jvmOptions(), environment).builder(arguments));
    }

    void note(String event) {
        unchecked("cannot write the log of", () -> node.note(event));
    }

    private interface Action {
        void run() throws IOException, InterruptedException;
    }

    private void unchecked(String failure, Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(failure + " " + name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
