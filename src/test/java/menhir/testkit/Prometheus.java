package menhir.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import menhir.experiment.lab.FreePorts;
import menhir.experiment.lab.GuardedProcess;
import menhir.experiment.lab.NodeApi;

/** A Prometheus that scrapes one node every second, with the alert rules of the documentation. */
public final class Prometheus implements AutoCloseable {
    private static final Path RULES = Path.of("docs", "monitoring", "alerts.yml");
    private static final String DOWNLOADED = "target/run/prometheus/usr/bin";

    private final GuardedProcess process;
    private final NodeApi api;

    private Prometheus(GuardedProcess process, int port) {
        this.process = process;
        this.api = new NodeApi(port);
    }

    /** Whether its programs are there: {@code ./run/test} downloads them if it can. */
    public static boolean isAvailable() {
        return programs("prometheus").anyMatch(Files::isExecutable);
    }

    private static Stream<Path> programs(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(DOWNLOADED), Stream.of(path.split(":"))).map(folder -> Path.of(folder, name));
    }

    private static String program(String name) {
        return programs(name)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow()
                .toAbsolutePath()
                .toString();
    }

    /** Runs a file of tests, which names the rules as {@code alerts.yml}. */
    public static CommandResult testRules(Path folder, Path tests) throws IOException {
        Files.copy(RULES, folder.resolve("alerts.yml"), StandardCopyOption.REPLACE_EXISTING);
        Path copy = Files.copy(tests, folder.resolve("tests.yml"), StandardCopyOption.REPLACE_EXISTING);
        return CommandResult.of(new ProcessBuilder(program("promtool"), "test", "rules", copy.toString()));
    }

    /** Starts it. */
    public static Prometheus start(Path folder, String target) throws IOException {
        Files.copy(RULES, folder.resolve("alerts.yml"), StandardCopyOption.REPLACE_EXISTING);
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [alerts.yml]
                scrape_configs:
                  - job_name: menhir
                    static_configs: [{targets: ["%s"]}]
                """.formatted(target));
        int port = FreePorts.range(1, RandomGenerator.getDefault());
        ProcessBuilder builder = new ProcessBuilder(List.of(
                program("prometheus"),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
        GuardedProcess process = GuardedProcess.start(builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile()));
        return new Prometheus(process, port);
    }

    /** The result of a query: a list of series, each with its labels and its value; empty while it does not answer. */
    public JsonNode query(String query) throws IOException, InterruptedException {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .path("data")
                .path("result");
    }

    /** The alert rules as it has read them. */
    public JsonNode rules() throws IOException, InterruptedException {
        return get("/api/v1/rules").path("data").path("groups").path(0).path("rules");
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return api.get(path, Duration.ofSeconds(5)).body();
    }

    @Override
    public void close() {
        process.kill();
    }
}
