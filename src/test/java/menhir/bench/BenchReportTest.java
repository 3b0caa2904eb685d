package menhir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import menhir.client.load.LoadResult;
import menhir.client.metrics.Latency;
import menhir.experiment.report.Origin;
import menhir.experiment.report.Report;
import menhir.experiment.report.Results;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
    private static final Program A = new Program.Jar("A", Path.of("a.jar"));
    private static final Program B = new Program.Jar("B", Path.of("b.jar"));
    private static final Point MIXED = new Point(Scenario.MIXED, 8);
    private static final BenchOptions OPTIONS = new BenchOptions(List.of(MIXED), 1, 1, 0, false, 0, 1, 10, 10, 7);

    @BeforeAll
    static void withoutAScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void shouldShowAMeasurementWithoutResponsesBesideOneWithASingleKindOfRequest(@TempDir Path folder)
            throws Exception {
        LoadResult lookups =
                new LoadResult(List.of(new Latency("lookup", 2, 1, 1, 1, 1, 1)), 2, 2, 1_000, 0, 0, 0, 0, 0, "");
        LoadResult nothing = new LoadResult(List.of(), 0, 0, 1_000, 0, 0, 0, 9, 0, "refused");
        BenchResult result = new BenchResult(
                OPTIONS,
                List.of(A, B),
                List.of(new Measurement(A, MIXED, 1, lookups), new Measurement(B, MIXED, 1, nothing)));

        Report report = BenchReport.of(result);
        Path page = Results.write(folder, "bench", report, new Origin("./run/bench", "", Map.of()));

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Report.Kind.FAILED);
            assertThat(finding.text())
                    .startsWith("B, mixed 8, round 1: 0 responses")
                    .endsWith("refused");
        });
        assertThat(Files.readString(page)).contains("plot-throughput");
        assertThat(Files.readAllLines(folder.resolve("bench-ratios.csv")).get(1))
                .isEqualTo("mixed,8,requests/s,2.000,0.000,,,");
        assertThat(BenchJson.of(result, Map.of())).contains("\"ratio\" : null");
    }
}
