package menhir.experiment.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import menhir.experiment.analysis.Scrape;
import org.jspecify.annotations.Nullable;

/** A node: a process that comes and goes, a folder and two ports that stay. */
public final class LabNode {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final long END_SECONDS = 20;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CALL)
            .build();

    private final int number;
    private final Path config;
    private final Path log;
    private final int httpPort;
    private volatile @Nullable Process process;
    private @Nullable Process guard;

    LabNode(int number, Path config, Path log, int httpPort) {
        this.number = number;
        this.config = config;
        this.log = log;
        this.httpPort = httpPort;
    }

    public String name() {
        return "node-" + number;
    }

    int number() {
        return number;
    }

    String address() {
        return "127.0.0.1:" + httpPort;
    }

    public boolean isAlive() {
        Process now = process;
        return now != null && now.isAlive();
    }

    /**
     * Starts its process, with the JVM's options of the launch scripts. Should this JVM be killed so that it cannot end what
     * it started, a guard does: a shell that waits at the end of a pipe that only this JVM holds.
     */
    public synchronized void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                java(),
                "-Xmx" + environment("MENHIR_HEAP", "512m"),
                "-XX:+Use" + environment("MENHIR_GC", "ParallelGC"),
                "-XX:TieredStopAtLevel=" + compilerLevel(),
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Dconfig.file=" + config.toAbsolutePath(),
                "-jar",
                ProgramJar.path().toString(),
                "node");
        builder.environment().keySet().removeIf(key -> key.startsWith("MENHIR_"));
        builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        Process started = builder.start();
        process = started;
        String watch = "trap '' INT TERM HUP; read -r word || kill -9 \"$0\"";
        guard = new ProcessBuilder("/bin/sh", "-c", watch, Long.toString(started.pid()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }

    /** As the launch scripts do: where there are few processors, the optimising compiler would take them from the store. */
    private static int compilerLevel() {
        String fewProcessors = Runtime.getRuntime().availableProcessors() < 4 ? "quick" : "full";
        return environment("MENHIR_JIT", fewProcessors).equals("quick") ? 1 : 4;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    }

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** SIGKILL: it has no time to do anything. Returns when it is gone. */
    public void kill9() throws IOException, InterruptedException {
        end();
        Process killed = process;
        if (killed != null && !killed.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(name() + " (pid " + killed.pid() + ") is still there after SIGKILL");
        }
    }

    /** SIGKILL, without waiting for its effect. */
    synchronized void end() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
        Process watching = guard;
        if (watching != null) {
            guard = null;
            // A word down the pipe: the pid that it guards may soon be another process's.
            try (OutputStream pipe = watching.getOutputStream()) {
                pipe.write('\n');
            } catch (IOException gone) {
                watching.destroyForcibly();
            }
        }
    }

    /**
     * TODO summary.
     *
     * @throws NodeEndedException with its own words for why
     */
    public void complainIfEnded() throws IOException {
        if (!isAlive()) {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
            String why = lines.stream()
                    .filter(line -> line.startsWith("menhir: "))
                    .reduce((first, last) -> last)
                    .orElse(lines.isEmpty() ? "it wrote nothing" : lines.get(lines.size() - 1));
            throw new NodeEndedException(name() + " has ended: " + why);
        }
    }

    void keepLog(Path into, String prefix) throws IOException {
        if (Files.exists(log)) {
            Files.copy(
                    log, into.resolve(prefix + log.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    boolean isReady() throws IOException, InterruptedException {
        return get("/ready").statusCode() == 200;
    }

    /** The JSON at a path. */
    public JsonNode json(String path) throws IOException, InterruptedException {
        return MAPPER.readTree(text(path));
    }

    /** What it has measured since its start. */
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
            // Not HttpRequest.timeout: that one ends with the head of the answer.
            return exchange.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException(name() + " did not answer GET " + path + " within " + CALL.toSeconds() + " s", late);
        } catch (ExecutionException failed) {
            throw new IOException(name() + ": " + failed.getCause(), failed);
        } finally {
            exchange.cancel(true);
        }
    }
}
