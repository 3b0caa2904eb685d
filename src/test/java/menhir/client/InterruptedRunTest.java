package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs that are ended by a signal. SIGTERM, because a process that a shell has started in the background may have been told to
 * ignore SIGINT; for the program they are the same.
 */
class InterruptedRunTest {
    private static final int TERMINATED = 143;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestStore store = new TestStore();
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        store.put("GameStart", "25.90", 1_000_000);
        server = new TestServer(store);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Process program(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "menhir.Main",
                "client"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-s", server.address()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Ends it as soon as it has done something, and returns what it prints. */
    private String end(Process program, Runnable hasBegun) throws Exception {
        try {
            hasBegun.run();
            // Process.destroy would close the stream that is read next.
            program.toHandle().destroy();
            String out = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(program.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isEqualTo(TERMINATED);
            return out;
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void shouldVerifyAndReportWhatItHasOrdered() throws Exception {
        Process walk = program("walk", "-n", "1000000", "-p", "1", "--think-millis", "3600000");

        String out = end(walk, () -> await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(store.log()).hasSize(1)));

        assertThat(out)
                .contains("orders        1 accepted")
                .contains("verification  ok: 1 checked, 0 wrong, 0 missing, 0 not checked")
                .contains("ended early   interrupted");
    }

    @Test
    void shouldReportWhatItHasMeasured() throws Exception {
        Process load = program("load", "--kind", "order", "--warmup-seconds", "0", "--seconds", "3600");

        String out = end(load, () -> await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(store.log()).hasSizeGreaterThan(100)));

        assertThat(out).contains("throughput").containsPattern("orders {8}[1-9][0-9,]* accepted");
    }
}
