package menhir.bench;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import menhir.client.metrics.Latency;
import menhir.client.terminal.TextTable;
import menhir.experiment.report.Table;

/** The results as tables: short ones for the terminal, whole ones for files. */
final class BenchTables {
    private BenchTables() {}

    /** Prints the medians of all rounds, with the program if there are several. */
    static void print(List<Summary> summaries, boolean several, PrintWriter out) {
        String[] headings = {
            "<program",
            "<scenario",
            ">connections",
            "<request",
            ">requests/s",
            ">p50 ms",
            ">p99 ms",
            ">p99.9 ms",
            ">max ms",
            ">errors"
        };
        int first = several ? 0 : 1;
        TextTable table = new TextTable(Arrays.copyOfRange(headings, first, headings.length));
        for (Summary summary : summaries) {
            String[] cells = {
                summary.program().label(),
                summary.point().scenario().option(),
                Integer.toString(summary.point().connections()),
                summary.request(),
                String.format(Locale.ROOT, "%,.0f", summary.requestsPerSecond()),
                decimals(summary.p50Millis()),
                decimals(summary.p99Millis()),
                decimals(summary.p999Millis()),
                decimals(summary.maxMillis()),
                String.format(Locale.ROOT, "%,d", summary.errors())
            };
            table.row(Arrays.copyOfRange(cells, first, cells.length));
        }
        table.print(out);
    }

    /** Prints the ratios of two programs. */
    static void printRatios(List<Comparison> comparisons, PrintWriter out) {
        TextTable table = new TextTable("<scenario", ">connections", "<figure", ">A", ">B", ">A/B", ">min", ">max");
        for (Comparison each : comparisons) {
            table.row(
                    each.point().scenario().option(),
                    Integer.toString(each.point().connections()),
                    each.figure(),
                    decimals(each.ratio().a()),
                    decimals(each.ratio().b()),
                    decimals(each.ratio().ofMedians()),
                    decimals(each.ratio().min()),
                    decimals(each.ratio().max()));
        }
        table.print(out);
    }

    private static String decimals(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.2f", value) : "-";
    }

    /** The medians of all rounds. */
    static Table summary(List<Summary> summaries) {
        Table.Builder table = new Table.Builder(
                "summary",
                "Medians of all rounds; the largest of the maxima, and the sum of the errors.",
                "program",
                "scenario",
                "connections",
                "request",
                "requests",
                "requests/s",
                "p50 [ms]",
                "p99 [ms]",
                "p99.9 [ms]",
                "max [ms]",
                "errors");
        for (Summary each : summaries) {
            table.row(
                    each.program().label(),
                    each.point().scenario().option(),
                    each.point().connections(),
                    each.request(),
                    each.requests(),
                    each.requestsPerSecond(),
                    each.p50Millis(),
                    each.p99Millis(),
                    each.p999Millis(),
                    each.maxMillis(),
                    each.errors());
        }
        return table.build();
    }

    /** Every measurement. */
    static Table rounds(List<Measurement> measurements) {
        Table.Builder table = new Table.Builder(
                "rounds",
                "Every measurement. Rejected orders had no stock left. Retries, unexpected responses and requests without a"
                        + " response are errors.",
                "program",
                "round",
                "scenario",
                "connections",
                "requests/s",
                "mean [ms]",
                "p50 [ms]",
                "p99 [ms]",
                "p99.9 [ms]",
                "max [ms]",
                "responses",
                "rejected",
                "retries",
                "unexpected",
                "unanswered");
        for (Measurement each : measurements) {
            Latency all = each.all();
            table.row(
                    each.program().label(),
                    each.round(),
                    each.point().scenario().option(),
                    each.point().connections(),
                    each.result().requestsPerSecond(),
                    all.meanMillis(),
                    all.p50Millis(),
                    all.p99Millis(),
                    all.p999Millis(),
                    all.maxMillis(),
                    each.result().responses(),
                    each.result().rejected(),
                    each.result().retries(),
                    each.result().unexpected(),
                    each.result().unanswered());
        }
        return table.build();
    }

    /** The ratios of two programs. */
    static Table ratios(List<Comparison> comparisons) {
        Table.Builder table = new Table.Builder(
                "ratios",
                "A divided by B: the ratio of the medians of all rounds, and the smallest and the largest ratio of a round.",
                "scenario",
                "connections",
                "figure",
                "A",
                "B",
                "A/B",
                "min",
                "max");
        for (Comparison each : comparisons) {
            table.row(
                    each.point().scenario().option(),
                    each.point().connections(),
                    each.figure(),
                    each.ratio().a(),
                    each.ratio().b(),
                    each.ratio().ofMedians(),
                    each.ratio().min(),
                    each.ratio().max());
        }
        return table.build();
    }
}
