package menhir.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import menhir.experiment.lab.FreePorts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's process on a small disk that becomes full. Skipped where file systems cannot be mounted. */
class FullDiskTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    FullDiskTest() throws IOException {
        port = FreePorts.range(2, RandomGenerator.getDefault());
    }

    @BeforeEach
    void mount() throws Exception {
        Files.createDirectories(disk());
        assumeTrue(
                runs("mount", "-t", "tmpfs", "-o", "size=6m", "menhir-test", disk().toString()),
                "this user may not mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        runs("umount", disk().toString());
    }

    @Test
    void shouldEndWithOneLineAndKeepItsOrdersWhenItStartsAgain() throws Exception {
        Process node = start("first.log");
        try {
            Awaitility.await().atMost(DEADLINE).until(() -> status(get("/ready")) == 200);
            assertThat(status(order())).isEqualTo(201);
            fill();

            Awaitility.await().atMost(DEADLINE).until(() -> status(order()) < 0 && !node.isAlive());

            assertThat(node.exitValue()).isEqualTo(1);
            assertThat(lines("first.log"))
                    .filteredOn(line -> line.startsWith("menhir: "))
                    .singleElement()
                    .asString()
                    .contains("slot 1 in " + disk())
                    .contains("No space left on device");
            assertThat(lines("first.log")).noneMatch(line -> line.contains("Supervisor saw failure"));
        } finally {
            node.destroyForcibly().waitFor();
        }

        Files.delete(filler());
        Process restarted = start("second.log");
        try {
            Awaitility.await().atMost(DEADLINE).until(() -> status(get("/ready")) == 200);
            assertThat(status(get("/v1/stores/stocks/orders/1"))).isEqualTo(200);
            assertThat(status(order())).isEqualTo(201);
        } finally {
            restarted.destroyForcibly().waitFor();
        }
    }

    private Path disk() {
        return dir.resolve("disk");
    }

    private Path filler() {
        return disk().resolve("filler");
    }

    private void fill() {
        try (OutputStream out = Files.newOutputStream(filler())) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left on device");
        }
    }

    private Process start(String log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "menhir.Main",
                "store",
                "--http-port",
                Integer.toString(port),
                "--data-dir",
                disk().toString());
        builder.environment().keySet().removeIf(key -> key.startsWith("MENHIR_"));
        builder.environment().put("MENHIR_REMOTE_PORT", Integer.toString(port + 1));
        return builder.redirectErrorStream(true)
                .redirectOutput(dir.resolve(log).toFile())
                .start();
    }

    private List<String> lines(String log) throws IOException {
        return Files.readAllLines(dir.resolve(log));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
    }

    private HttpRequest get(String path) {
        return request(path).GET().build();
    }

    private HttpRequest order() {
        return request("/v1/stores/stocks/orders")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"item\":\"GameStart\",\"quantity\":1,\"type\":\"buy\"}"))
                .build();
    }

    /** The status of the response, or -1 without one. */
    private int status(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
