package menhir.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;
import menhir.experiment.report.Report;
import menhir.experiment.report.Table;

/** The results as a page with plots. */
final class BenchReport {

    private static final String COMPARABILITY = "Clients and servers share this machine, so what the clients take is"
            + " missing at the servers. Only figures of one run, measured in turn, can be compared; the smallest and the"
            + " largest ratio of a round say how far. In a closed loop a slow server gets fewer requests, and its"
            + " percentiles are those of the requests that it got.";

    private BenchReport() {}

    static Report of(BenchResult result) {
        List<Summary> whole = result.summaries().stream().filter(Summary::whole).toList();
        List<Table> tables = new ArrayList<>();
        if (!result.comparisons().isEmpty()) {
            tables.add(BenchTables.ratios(result.comparisons()));
        }
        tables.add(BenchTables.summary(result.summaries()));
        tables.add(BenchTables.rounds(result.measurements()));
        return new Report(
                "Throughput and latency",
                question(result.options()),
                parameters(result),
                findings(result),
                List.of(
                        figure("throughput", "requests/s", result, whole, each -> Math.rint(each.requestsPerSecond())),
                        figure("p50", "p50 [ms]", result, whole, Summary::p50Millis),
                        figure("p99", "p99 [ms]", result, whole, Summary::p99Millis)),
                tables,
                new Table.Builder("baselines", "None.", "system").build(),
                COMPARABILITY);
    }

    private static String question(BenchOptions options) {
        return options.ratePerSecond() > 0
                ? String.format(
                        Locale.ROOT,
                        "%,d requests are due per second, and each waits for a free connection (open loop). Latencies count"
                                + " from when a request was due.",
                        options.ratePerSecond())
                : "Each connection sends its next request as soon as it has the response to the last one (closed loop).";
    }

    /** One line for each measurement that failed, or one for all. */
    static List<Report.Finding> findings(BenchResult result) {
        List<Report.Finding> findings = new ArrayList<>();
        for (Measurement each : result.measurements()) {
            if (!each.passed()) {
                findings.add(Report.Finding.check(
                        false,
                        "%s, %s, round %d: %d responses, %d of them unexpected; last failure: %s"
                                .formatted(
                                        each.program().label(),
                                        each.point().label(),
                                        each.round(),
                                        each.result().responses(),
                                        each.result().unexpected(),
                                        each.result().lastFailure())));
            }
        }
        if (findings.isEmpty()) {
            int count = result.measurements().size();
            findings.add(Report.Finding.check(
                    true,
                    count + (count == 1 ? " measurement" : " measurements")
                            + ", and every response was an expected one"));
        }
        return findings;
    }

    private static Figure figure(
            String name, String unit, BenchResult result, List<Summary> whole, ToDoubleFunction<Summary> value) {
        List<String> labels =
                result.options().points().stream().map(Point::label).toList();
        List<String> names = new ArrayList<>();
        List<List<Double>> bars = new ArrayList<>();
        for (Program program : result.programs()) {
            names.add(program.label());
            bars.add(whole.stream()
                    .filter(summary -> summary.program().equals(program))
                    .map(summary -> Math.round(value.applyAsDouble(summary) * 100) / 100.0)
                    .toList());
        }
        return new Figure(
                name,
                "Median " + unit + " by scenario and number of connections.",
                Plots.bars(unit + " by scenario", "", unit, labels, names, bars));
    }

    private static Map<String, String> parameters(BenchResult result) {
        BenchOptions options = result.options();
        Map<String, String> parameters = new LinkedHashMap<>();
        result.programs().forEach(program -> parameters.put("program " + program.label(), program.description()));
        parameters.put("nodes", options.nodes() + " (of a jar), each with a replica; data.sync = power (default)");
        parameters.put("items", options.items() + " (of a jar)");
        parameters.put("orders in the log, for order-lookup", "at least " + options.orders());
        parameters.put(
                "warm-up", options.cold() ? "none: each measurement starts the nodes" : options.warmupSeconds() + " s");
        parameters.put("duration of a measurement", options.seconds() + " s");
        parameters.put("rounds", Integer.toString(options.rounds()));
        parameters.put("seed", Long.toString(options.seed()));
        result.options().points().stream()
                .map(Point::scenario)
                .distinct()
                .forEach(scenario -> parameters.put(scenario.option(), scenario.description()));
        return parameters;
    }
}
