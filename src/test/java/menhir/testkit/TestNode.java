package menhir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import menhir.experiment.lab.Folders;
import menhir.experiment.lab.LabNode;
import menhir.experiment.lab.NodeCommand;

/**
 * A node of a {@link TestCluster}. Beyond what a {@link LabNode} can do, its process can be paused and its data deleted, and
 * all of that is noted in its log.
 */
public final class TestNode {
    private static final String NOTE = "==== ";
    private static final String STARTED = "started";

    private final LabNode node;
    private final Path dataFolder;
    private final NodeApi api;
    private final int httpPort;
    private boolean paused;

    TestNode(int number, NodeCommand command, Path folder, int httpPort) {
        node = new LabNode(number, command, folder.resolve("node-" + number + ".log"), httpPort);
        dataFolder = folder.resolve("data").resolve(name());
        api = new NodeApi(httpPort);
        this.httpPort = httpPort;
    }

    public int number() {
        return node.number();
    }

    public String name() {
        return node.name();
    }

    /** Its HTTP address: host:port. */
    public String address() {
        return "127.0.0.1:" + httpPort;
    }

    public NodeApi api() {
        return api;
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
            if (lines.get(i).startsWith(NOTE) && lines.get(i).endsWith(STARTED)) {
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
        signal("STOP");
        paused = true;
    }

    /** Sends SIGCONT. */
    public void resume() {
        note("resumed");
        signal("CONT");
        paused = false;
    }

    /** Sends a signal that Java cannot send itself. */
    private void signal(String signal) {
        unchecked("cannot send SIG" + signal + " to", () -> {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(node.pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IOException("kill exited with status " + kill.exitValue());
            }
        });
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
        unchecked("cannot copy the data of", () -> copy(dataFolder, folder));
    }

    /** Replaces the data of a node that is down by a copy. */
    public void replaceDataBy(Path folder) {
        requireDown();
        note("data replaced by a copy");
        unchecked("cannot replace the data of", () -> {
            Folders.delete(dataFolder);
            copy(folder, dataFolder);
        });
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
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
        Map<String, String> environment = new HashMap<>(node.command().environment());
        environment.putAll(otherSettings);
        NodeCommand own = node.command();
        return CommandResult.of(
                new NodeCommand(own.jar(), own.config(), own.jvmOptions(), environment).builder("node"));
    }

    /** Runs another command of the jar with the node's settings, until it exits. */
    public CommandResult run(String... arguments) {
        return CommandResult.of(node.command().builder(arguments));
    }

    void note(String event) {
        String line = NOTE + Instant.now() + ": " + event + "\n";
        unchecked(
                "cannot write the log of",
                () -> Files.writeString(
                        log(), line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
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
