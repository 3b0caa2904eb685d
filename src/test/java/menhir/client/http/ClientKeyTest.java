package menhir.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import menhir.http.TestServer;
import menhir.http.access.ApiKey;
import menhir.http.access.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeyTest {
    private static final String KEY = "key-of-the-client";

    @ParameterizedTest
    @ValueSource(strings = {"short", "with a space", "with\r\nanother: header"})
    void shouldNotSendWhatCannotBeAKey(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientKey.fromEnvironment(text))
                .withMessage("MENHIR_KEY must have 8 to 256 visible ASCII characters without spaces");
    }

    /** The program in a process of its own: it reads the key from its environment. */
    @ParameterizedTest
    @CsvSource({"lookup CarCo", "load --seconds 1 --warmup-seconds 0 --connections 1 --kind mixed"})
    void shouldSendTheKeyOfTheEnvironment(String command) throws Exception {
        try (TestServer server = new TestServer(TestServer.settings()
                .withAnonymous(Role.NONE)
                .withKeys(List.of(ApiKey.of("client", Role.ORDER, KEY))))) {
            assertThat(run(server, KEY, command)).isZero();
            assertThat(run(server, "another-key", command)).isNotZero();
        }
    }

    @Test
    void shouldSendNothingWithoutAKey() {
        assertThat(ClientKey.fromEnvironment("")).isSameAs(ClientKey.NONE);
        assertThat(ClientKey.fromEnvironment(null)).isSameAs(ClientKey.NONE);
    }

    private static int run(TestServer server, String key, String command) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "menhir.Main",
                "client"));
        line.addAll(List.of(command.split(" ")));
        line.addAll(List.of("-s", "127.0.0.1:" + server.port, "--json"));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("MENHIR_KEY", key);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        assertThat(output).doesNotContain(key);
        return status;
    }
}
