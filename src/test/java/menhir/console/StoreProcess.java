package menhir.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import menhir.experiment.lab.NodeCommand;
import menhir.testkit.TestedJar;
import org.awaitility.Awaitility;

/** A store in one process of the packaged jar. It can be killed and started again with its data. */
final class StoreProcess {
    static final String TOKEN = "token-of-the-console-tests";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    final int port;
    private final Path dir;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private Process process;

    StoreProcess(Path dir) throws Exception {
        this.dir = dir;
        this.port = freePort();
        this.process = launch();
        awaitReady();
    }

    private Process launch() throws IOException {
        NodeCommand command = new NodeCommand(
                TestedJar.path(),
                Path.of("application.conf"),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                Map.of("MENHIR_DATA_DIR", dir.resolve("data").toString(), "MENHIR_ADMIN_TOKEN", TOKEN));
        ProcessBuilder builder = command.builder("store", "--http-port", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(dir.resolve("node.log").toFile()));
        return builder.start();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the node has not ended");
        }
    }

    void startAgain() throws IOException {
        process = launch();
        awaitReady();
    }

    private void awaitReady() {
        Awaitility.await()
                .atMost(START_TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("the node ended: see " + dir.resolve("node.log"));
                    }
                    try {
                        return send("GET", "/ready", "").statusCode() == 200;
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    /** Sends a request with the administrator's token. */
    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
