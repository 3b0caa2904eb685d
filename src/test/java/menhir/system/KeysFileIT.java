package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import menhir.experiment.lab.FreePorts;
import menhir.experiment.lab.GuardedProcess;
import menhir.experiment.lab.NodeCommand;
import menhir.http.access.ApiKey;
import menhir.http.access.Role;
import menhir.testkit.CommandResult;
import menhir.testkit.TestCluster;
import menhir.testkit.TestedJar;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose callers' keys are in a file. */
class KeysFileIT {
    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path log = Path.of("target", "system-tests", "keys-file.log");
    private Path keys;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        port = FreePorts.range(2, RandomGenerator.getDefault());
        keys = folder.resolve("keys");
        Files.createDirectories(log.getParent());
        Files.deleteIfExists(log);
    }

    @Test
    void shouldUseNewKeysWithoutARestart() throws Exception {
        Files.writeString(keys, line("old-key-of-the-shop"));
        GuardedProcess node = GuardedProcess.start(
                command().redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())));
        try {
            TestCluster.until("the first key is used", () -> status("old-key-of-the-shop") == 200);
            assertThat(status("new-key-of-the-shop")).isEqualTo(401);

            Files.writeString(keys, line("old-key-of-the-shop") + line("new-key-of-the-shop"));
            TestCluster.until("the new key is used too", () -> status("new-key-of-the-shop") == 200);
            assertThat(status("old-key-of-the-shop")).isEqualTo(200);

            Files.writeString(keys, line("new-key-of-the-shop") + "garbage\n");
            TestCluster.until("the log says what is wrong", () -> logged("line 2 must be one of"));
            assertThat(status("old-key-of-the-shop")).isEqualTo(200);

            Files.writeString(keys, line("new-key-of-the-shop"));
            TestCluster.until("the old key is gone", () -> status("old-key-of-the-shop") == 401);
            assertThat(status("new-key-of-the-shop")).isEqualTo(200);
        } finally {
            node.kill();
            node.awaitExit();
        }
        assertThat(log).content(StandardCharsets.UTF_8).doesNotContain("key-of-the-shop", "\tat ");
    }

    @Test
    void shouldNotStartWithAFileThatItCannotUse() throws Exception {
        Files.writeString(keys, "shop:order:1234\n");
        CommandResult result = CommandResult.of(command(), TestCluster.TIMEOUT);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("menhir: " + keys + ": line 1 must be one of up to 100 keys, ")
                .endsWith(" (menhir.http.keys-file)\n");
    }

    private static String line(String key) {
        return "shop:order:" + ApiKey.of("shop", Role.ORDER, key).sha256() + "\n";
    }

    private int status(String key) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/stores"))
                .header("Authorization", "Bearer " + key)
                .timeout(TestCluster.TIMEOUT)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private boolean logged(String text) throws IOException {
        return Files.readString(log).contains(text);
    }

    private ProcessBuilder command() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("MENHIR_HTTP_PORT", Integer.toString(port));
        environment.put("MENHIR_REMOTE_PORT", Integer.toString(port + 1));
        environment.put("MENHIR_DATA_DIR", folder.resolve("data").toString());
        environment.put("MENHIR_HTTP_KEYS_FILE", keys.toString());
        return new NodeCommand(
                        TestedJar.path(),
                        Path.of("application.conf"),
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        environment)
                .builder("store");
    }
}
