package menhir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import menhir.client.load.LoadResult;
import menhir.client.metrics.Latency;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Program A = new Program.Jar("A", Path.of("a.jar"));
    private static final Program B = new Program.Jar("B", Path.of("b.jar"));
    private static final Point MIXED = new Point(Scenario.MIXED, 64);

    private static Latency latency(String kind, long count, double p50) {
        return new Latency(kind, count, p50, p50, 2 * p50, 3 * p50, 4 * p50);
    }

    /** A measurement of 2 s, with nine lookups to one order. */
    private static Measurement measurement(Program program, int round, long orders, double p50, long unexpected) {
        List<Latency> latencies = List.of(
                latency("lookup", 9 * orders, p50),
                latency("order", orders, 5 * p50),
                latency("all", 10 * orders, p50));
        LoadResult result =
                new LoadResult(latencies, 10 * orders, 5.0 * orders, 2_000, orders, 0, unexpected, 2, 3, "");
        return new Measurement(program, MIXED, round, result);
    }

    @Test
    void shouldTakeTheMediansOfTheRoundsOfEachKindOfRequest() {
        List<Summary> summaries = Summary.of(
                List.of(measurement(A, 1, 100, 1, 0), measurement(A, 2, 300, 3, 1), measurement(A, 3, 200, 2, 0)));

        assertThat(summaries)
                .containsExactly(
                        new Summary(A, MIXED, "lookup", false, 5_400, 900, 2, 4, 6, 12, 0),
                        new Summary(A, MIXED, "order", false, 600, 100, 10, 20, 30, 60, 0),
                        new Summary(A, MIXED, "all", true, 6_000, 1_000, 2, 4, 6, 12, 16));
    }

    @Test
    void shouldCompareTheProgramsRoundByRound() {
        List<Comparison> comparisons = Comparison.of(
                List.of(
                        measurement(A, 1, 200, 1, 0),
                        measurement(B, 1, 100, 2, 0),
                        measurement(A, 2, 300, 1, 0),
                        measurement(B, 2, 300, 4, 0)),
                A,
                B);

        assertThat(comparisons)
                .containsExactly(
                        new Comparison(MIXED, "requests/s", new Ratio(1_250, 1_000, 1.25, 1, 2)),
                        new Comparison(MIXED, "p50 [ms]", new Ratio(1, 3, 1.0 / 3, 0.25, 0.5)),
                        new Comparison(MIXED, "p99 [ms]", new Ratio(2, 6, 1.0 / 3, 0.25, 0.5)));
    }

    @Test
    void shouldFailWithoutResponsesOrWithUnexpectedOnes() {
        assertThat(measurement(A, 1, 100, 1, 0).passed()).isTrue();
        assertThat(measurement(A, 1, 100, 1, 1).passed()).isFalse();
        LoadResult nothing = new LoadResult(List.of(), 0, 0, 2_000, 0, 0, 0, 5, 0, "refused");
        Measurement failed = new Measurement(A, MIXED, 1, nothing);
        assertThat(failed.passed()).isFalse();
        assertThat(failed.all().count()).isZero();
    }
}
