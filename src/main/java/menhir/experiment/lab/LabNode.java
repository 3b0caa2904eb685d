package menhir.experiment.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import menhir.experiment.analysis.Scrape;
import org.jspecify.annotations.Nullable;

/** A node of a cluster: its process can be killed and restarted, with the same folder, log file and ports. */
public final class LabNode {

    /** The beginning of the lines that {@link #note} adds to the log. */
    public static final String NOTE = "==== ";

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** The exit status of a JVM after SIGTERM: 128 plus the number of the signal. */
    private static final int TERMINATED = 143;

    private final int number;
    private final NodeCommand command;
    private final Path log;
    private final String address;
    private final NodeApi api;
    private volatile @Nullable GuardedProcess process;

    /**
     * A node that does not run yet.
     *
     * @param number from 1
     * @param log receives the output of all its processes
     */
    public LabNode(int number, NodeCommand command, Path log, int httpPort) {
        this(number, command, log, "127.0.0.1:" + httpPort);
    }

    /**
     * A node that does not run yet.
     *
     * @param number from 1
     * @param log receives the output of all its processes
     * @param address its host and HTTP port, separated by a colon
     */
    public LabNode(int number, NodeCommand command, Path log, String address) {
        this.number = number;
        this.command = command;
        this.log = log;
        this.address = address;
        this.api = new NodeApi(address);
    }

    public int number() {
        return number;
    }

    public String name() {
        return "node-" + number;
    }

    public NodeCommand command() {
        return command;
    }

    public Path log() {
        return log;
    }

    String address() {
        return address;
    }

    /** A client of its HTTP API. */
    public NodeApi api() {
        return api;
    }

    public boolean isAlive() {
        GuardedProcess current = process;
        return current != null && current.isAlive();
    }

    /** The process id of a node that was started. */
    public long pid() throws NodeEndedException {
        return started().pid();
    }

    private GuardedProcess started() throws NodeEndedException {
        GuardedProcess current = process;
        if (current == null) {
            throw new NodeEndedException(name() + " is not running");
        }
        return current;
    }

    /** Starts the node's process. */
    public synchronized void start() throws IOException {
        if (isAlive()) {
            throw new IOException(name() + " is running already");
        }
        process = GuardedProcess.start(
                command.builder("node").redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())));
    }

    /** Sends SIGKILL, and returns once the process has exited. */
    public void kill9() throws IOException, InterruptedException {
        GuardedProcess killed = started();
        killed.kill();
        killed.awaitExit();
        process = null;
    }

    /**
     * Sends SIGTERM, and returns once the process has exited.
     *
     * @throws IOException if it did not exit regularly
     */
    public void stop() throws IOException, InterruptedException {
        GuardedProcess stopped = started();
        stopped.terminate();
        int status = stopped.awaitExit();
        process = null;
        if (status != TERMINATED && status != 0) {
            throw new IOException(name() + " ended with exit status " + status);
        }
    }

    /** Sends SIGSTOP: the process makes no progress, but its connections stay open. */
    public void pause() throws IOException, InterruptedException {
        started().signal("STOP");
    }

    /** Sends SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        started().signal("CONT");
    }

    /** Adds a line to its log about what was done to it from outside. */
    public void note(String event) throws IOException {
        String line = NOTE + Instant.now() + ": " + event + "\n";
        Files.writeString(log, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The last reason for an end in its log; empty if there is none. */
    public String lastReason() throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith("menhir: "))
                .reduce((first, last) -> last)
                .orElse("");
    }

    /** Sends SIGKILL, if the node runs, without waiting for the exit. */
    public void end() {
        GuardedProcess current = process;
        if (current != null) {
            current.kill();
        }
    }

    /**
     * Checks that the node runs.
     *
     * @throws NodeEndedException with the last error message of its log
     */
    public void requireRunning() throws IOException {
        if (!isAlive()) {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
            String reason = lastReason();
            String last = lines.isEmpty() ? "its log is empty" : lines.get(lines.size() - 1);
            throw new NodeEndedException(name() + " has ended: " + (reason.isEmpty() ? last : reason));
        }
    }

    void copyLog(Path folder, String prefix) throws IOException {
        if (Files.exists(log)) {
            Files.copy(log, folder.resolve(prefix + log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Whether it takes orders. */
    public boolean isReady() throws IOException, InterruptedException {
        return api.get("/ready", REQUEST_TIMEOUT).status() == 200;
    }

    /** The JSON document at a path. */
    public JsonNode json(String path) throws IOException, InterruptedException {
        return ok(path).body();
    }

    /** The node's metrics since its start. */
    public Scrape scrape() throws IOException, InterruptedException {
        return Scrape.parse(ok("/metrics").text());
    }

    private NodeApi.Reply ok(String path) throws IOException, InterruptedException {
        NodeApi.Reply reply = api.get(path, REQUEST_TIMEOUT);
        if (reply.status() != 200) {
            throw new IOException(name() + " answered " + reply.status() + " to GET " + path);
        }
        return reply;
    }

    @Override
    public String toString() {
        return name();
    }
}
