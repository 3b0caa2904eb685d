package menhir.experiment.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import menhir.experiment.analysis.Scrape;
import org.jspecify.annotations.Nullable;

/** A node of a cluster: its process can be killed and restarted, with the same folder, log file and ports. */
public final class LabNode {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** The exit status of a JVM after SIGTERM: 128 plus the number of the signal. */
    private static final int TERMINATED = 143;

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(REQUEST_TIMEOUT)
            .build();

    private final int number;
    private final NodeCommand command;
    private final Path log;
    private final int httpPort;
    private volatile @Nullable GuardedProcess process;

    /**
     * A node that does not run yet.
     *
     * @param number from 1
     * @param log receives the output of all its processes
     */
    public LabNode(int number, NodeCommand command, Path log, int httpPort) {
        this.number = number;
        this.command = command;
        this.log = log;
        this.httpPort = httpPort;
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
        return "127.0.0.1:" + httpPort;
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
            String reason = lines.stream()
                    .filter(line -> line.startsWith("menhir: "))
                    .reduce((first, last) -> last)
                    .orElse(lines.isEmpty() ? "its log is empty" : lines.get(lines.size() - 1));
            throw new NodeEndedException(name() + " has ended: " + reason);
        }
    }

    void copyLog(Path folder, String prefix) throws IOException {
        if (Files.exists(log)) {
            Files.copy(log, folder.resolve(prefix + log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    boolean isReady() throws IOException, InterruptedException {
        return get("/ready").statusCode() == 200;
    }

    /** The JSON document at a path. */
    public JsonNode json(String path) throws IOException, InterruptedException {
        return MAPPER.readTree(text(path));
    }

    /** The node's metrics since its start. */
    public Scrape scrape() throws IOException, InterruptedException {
        return Scrape.parse(text("/metrics"));
    }

    private String text(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new IOException(name() + " answered " + response.statusCode() + " to GET " + path);
        }
        return response.body();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + address() + path)).build();
        CompletableFuture<HttpResponse<String>> exchange = HTTP.sendAsync(request, BodyHandlers.ofString());
        try {
            // HttpRequest.timeout would only cover the header of the response.
            return exchange.get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException timeout) {
            throw new IOException(
                    name() + " did not answer GET " + path + " within " + REQUEST_TIMEOUT.toSeconds() + " s", timeout);
        } catch (ExecutionException failed) {
            throw new IOException(name() + ": " + failed.getCause(), failed);
        } finally {
            exchange.cancel(true);
        }
    }
}
