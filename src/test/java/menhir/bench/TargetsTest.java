package menhir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import menhir.client.http.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The bench against servers that run already. */
class TargetsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private final StringWriter out = new StringWriter();

    private int bench(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--connections", "2", "--seconds", "1", "--warmup-seconds", "0", "--quiet", "--out", dir.toString()));
        all.addAll(List.of(arguments));
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(all.toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        return Json.MAPPER.readTree(Files.readString(dir.resolve("bench.json")));
    }

    @Test
    void shouldMeasureTwoServersInTurnAndCompareThem() throws IOException {
        try (StubServer fast = new StubServer(0, 200);
                StubServer slow = new StubServer(50, 200)) {
            int status = bench(
                    "--scenarios", "lookup", "--target", fast.url(), "--against", slow.url() + "/", "--rounds", "2");

            assertThat(status).as(out.toString()).isZero();
            JsonNode json = json();
            assertThat(json.path("measurements").findValuesAsText("program")).containsExactly("A", "B", "A", "B");
            JsonNode throughput = json.path("ratios").path(0);
            assertThat(throughput.path("figure").asText()).isEqualTo("requests/s");
            assertThat(throughput.path("ratio").asDouble()).isGreaterThan(1);
            assertThat(throughput.path("min").asDouble())
                    .isLessThanOrEqualTo(throughput.path("max").asDouble());
            assertThat(Files.readAllLines(dir.resolve("bench-ratios.csv"))).hasSize(4);
            assertThat(out.toString()).contains("A: 127.0.0.1:", "B: 127.0.0.1:", "A/B");
        }
    }

    @Test
    void shouldFillTheLogBeforeItLooksUpOrders() throws IOException {
        try (StubServer server = new StubServer(0, 200)) {
            int status = bench("--scenarios", "order-lookup", "--target", server.url(), "--orders", "20");

            assertThat(status).as(out.toString()).isZero();
            assertThat(server.orders()).isGreaterThanOrEqualTo(20);
            assertThat(json().path("measurements").path(0).path("latencies").findValuesAsText("request"))
                    .containsExactly("order lookup");
        }
    }

    @Test
    void shouldFailOnUnexpectedResponses() throws IOException {
        try (StubServer server = new StubServer(0, 500)) {
            assertThat(bench("--scenarios", "lookup", "--target", server.url())).isEqualTo(1);
            assertThat(out.toString()).contains("  FAILED  A, lookup 2, round 1: ", "last failure: status 500");
        }
    }
}
