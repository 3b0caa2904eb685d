package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import menhir.chaos.check.OrderRequest;
import menhir.chaos.load.RecordingClient;
import menhir.testkit.CommandResult;
import menhir.testkit.Prometheus;
import menhir.testkit.SingleStore;
import menhir.testkit.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a running server, and what docs/monitoring makes of them. */
class MonitoringIT {
    private static final Pattern METRIC = Pattern.compile("\\b(?:menhir|jvm|process)_[a-z_]+[a-z]\\b");
    /** Metrics that only a cluster, or a node with https or webhooks, has. */
    private static final List<String> ELSEWHERE = List.of(
            "menhir_games_", "menhir_clock_", "menhir_http_certificate_", "menhir_http_handshakes_", "menhir_webhook_");

    @Test
    void shouldHaveEachMetricThatTheDocumentationNames() throws Exception {
        Set<String> named = new TreeSet<>();
        for (String file : List.of("monitoring/alerts.yml", "monitoring/grafana.json", "operating.md")) {
            named.addAll(metricsIn(Files.readString(Path.of("docs").resolve(file))));
        }
        named.removeIf(name -> ELSEWHERE.stream().anyMatch(name::startsWith));
        try (SingleStore store = SingleStore.start()) {
            useStore(store);

            Set<String> has = metricsIn(scrape(store));

            assertThat(named).hasSizeGreaterThan(20);
            assertThat(has).containsAll(named);
        }
    }

    @Test
    void shouldSayWhatClientsWereTold() throws Exception {
        try (SingleStore store = SingleStore.start()) {
            useStore(store);

            assertThat(scrape(store))
                    .contains("menhir_ready 1.0")
                    .contains("menhir_store_available{store=\"stocks\"} 1.0")
                    .contains("menhir_store_replicas{state=\"member\",store=\"stocks\"} 1.0")
                    .contains("menhir_store_failures_tolerated{store=\"stocks\"} 0.0")
                    .contains("menhir_store_active_holds{store=\"stocks\"} 0.0")
                    .contains("menhir_commands_pending{store=\"stocks\"} 0.0")
                    .contains("menhir_log_writes_seconds_bucket{store=\"stocks\",le=\"+Inf\"}")
                    .contains("menhir_log_write_entries_bucket{store=\"stocks\",le=\"1.0\"}")
                    .contains("menhir_leader_changes_seconds_count{store=\"stocks\"} 0")
                    .contains("menhir_commands_total{outcome=\"done\",reason=\"\",store=\"stocks\"} 1.0")
                    .contains("menhir_commands_total{outcome=\"replayed\",reason=\"\",store=\"stocks\"} 1.0")
                    .contains("menhir_commands_total{outcome=\"rejected\",reason=\"not-enough\",store=\"stocks\"} 1.0");
        }
    }

    @Test
    void shouldBeScrapedByPrometheusAndRaiseAnAlertWhenItDies(@TempDir Path folder) throws Exception {
        assumeTrue(Prometheus.isAvailable(), "Prometheus is not installed");
        try (SingleStore store = SingleStore.start();
                Prometheus prometheus = Prometheus.start(folder, store.address())) {
            TestCluster.until("Prometheus has scraped the store", () -> prometheus
                    .query("menhir_ready == 1")
                    .path(0)
                    .path("metric")
                    .path("instance")
                    .asText()
                    .equals(store.address()));
            long alertCount = Files.readString(Path.of("docs", "monitoring", "alerts.yml"))
                    .lines()
                    .filter(line -> line.contains("- alert:"))
                    .count();
            TestCluster.until("Prometheus has evaluated all rules", () -> {
                JsonNode rules = prometheus.rules();
                return rules.size() == alertCount
                        && StreamSupport.stream(rules.spliterator(), false)
                                .allMatch(rule -> rule.path("health").asText().equals("ok"));
            });
            TestCluster.until("no alert is pending", () -> alerts(prometheus).isEmpty());

            store.kill9();

            TestCluster.until("the alert is pending", () -> alerts(prometheus).contains("MenhirNodeDown"));
        }
    }

    @Test
    void shouldRaiseEachAlertByItsCause(@TempDir Path folder) throws Exception {
        assumeTrue(Prometheus.isAvailable(), "Prometheus is not installed");
        Path tests = Path.of("src", "test", "resources", "menhir", "monitoring", "alerts-test.yml");

        CommandResult result = Prometheus.testRules(folder, tests);

        assertThat(result.status()).as(result.toString()).isZero();
        Set<String> rules = Pattern.compile("alert: (\\w+)")
                .matcher(Files.readString(folder.resolve("alerts.yml")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(rules).allSatisfy(rule -> assertThat(Files.readString(tests)).contains("alertname: " + rule));
        assertThat(rules).allSatisfy(rule -> assertThat(Files.readString(Path.of("docs", "operating.md")))
                .contains("| `" + rule + "` |"));
    }

    private static void useStore(SingleStore store) throws IOException, InterruptedException {
        OrderRequest buy = OrderRequest.buy("GameStart", 7);
        RecordingClient.send(buy, store.api(), TestCluster.TIMEOUT);
        RecordingClient.send(buy, store.api(), TestCluster.TIMEOUT);
        RecordingClient.send(OrderRequest.buy("GameStart", 1_000), store.api(), TestCluster.TIMEOUT);
        store.api().lookup(TestCluster.STORE, "GameStart", TestCluster.TIMEOUT);
    }

    private static String scrape(SingleStore store) throws IOException, InterruptedException {
        return store.api().get("/metrics", TestCluster.TIMEOUT).text();
    }

    private static Set<String> metricsIn(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> alerts(Prometheus prometheus) throws IOException, InterruptedException {
        JsonNode pendingOrFiring = prometheus.query("ALERTS");
        return StreamSupport.stream(pendingOrFiring.spliterator(), false)
                .map(series -> series.path("metric").path("alertname").asText())
                .toList();
    }
}
