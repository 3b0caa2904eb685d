package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import menhir.client.http.Json;
import menhir.testkit.CommandResult;
import menhir.testkit.TestedJar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run/bench} at its smallest size, with a real node. */
class BenchIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private CommandResult bench(String arguments) throws Exception {
        Files.createDirectory(dir.resolve("tmp"));
        ProcessBuilder bench = new ProcessBuilder(("./run/bench " + arguments).split(" "));
        bench.environment().keySet().removeIf(name -> name.startsWith("MENHIR_"));
        bench.environment().put("MENHIR_JAR", TestedJar.path().toString());
        bench.environment().put("MENHIR_HEAP", "256m");
        bench.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
        bench.environment().put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + dir.resolve("tmp"));
        return CommandResult.of(bench, TIMEOUT);
    }

    @Test
    void shouldMeasureANodeAndWriteTableCsvJsonAndPage() throws Exception {
        Path results = dir.resolve("results");
        CommandResult result = bench("--nodes 1 --scenarios mixed,hot --connections 4 --seconds 1 --warmup-seconds 0"
                + " --items 20 --out " + results);

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains("requests/s", "p99.9 ms", "2 measurements, and every response was an expected one");
        assertThat(Files.readAllLines(results.resolve("bench-rounds.csv")))
                .hasSize(3)
                .anySatisfy(row -> assertThat(row).startsWith("A,1,hot,4,"))
                .anySatisfy(row -> assertThat(row).startsWith("A,1,mixed,4,"))
                .allSatisfy(row -> assertThat(row).matches("program,.*|.*,0,[0-9]+,0,0"));
        JsonNode json = Json.MAPPER.readTree(Files.readString(results.resolve("bench.json")));
        assertThat(json.path("measurements").findValuesAsText("request"))
                .containsExactly("order", "lookup", "order", "all");
        assertThat(json.path("measurements").findValuesAsText("accepted")).doesNotContain("0");
        assertThat(Files.readString(results.resolve("bench.html")))
                .contains("id=\"plot-throughput\"", "id=\"table-summary\"", "./run/bench --scenarios mixed,hot");
        try (Stream<Path> left = Files.list(dir.resolve("tmp"))) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("menhir-")))
                    .isEmpty();
        }
    }
}
