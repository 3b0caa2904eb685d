package menhir.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import menhir.client.Clients.Walk;
import menhir.client.Clients.WalkResult;
import menhir.client.metrics.Latency;
import menhir.client.metrics.RequestKind;
import menhir.experiment.analysis.Latencies;
import menhir.experiment.lab.ClusterSpec;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;
import menhir.experiment.report.Report;
import menhir.experiment.report.Table;

/** Latency by share of orders, with and without the cache. */
final class Sweep implements Experiment {

    private static final int CLIENTS = 5;
    private static final int WARMUP_SECONDS = 5;

    /** A measurement; {@code p} is the probability of an order after a lookup. */
    private record Point(boolean cache, double p, Latencies times, WalkResult walked) {
        Latency lookup() {
            return times.of(Latencies.LOOKUPS);
        }

        Latency order() {
            return times.of(RequestKind.ORDER);
        }

        Latency orderLookup() {
            return times.of(RequestKind.ORDER_LOOKUP);
        }

        /** The mean duration of a round: a lookup and, with probability p, an order. */
        double roundMillis() {
            long rounds = lookup().count();
            double orders = order().count() * order().meanMillis();
            return rounds == 0 ? 0 : lookup().meanMillis() + orders / rounds;
        }

        double hitPercent() {
            long lookups = lookup().count();
            return lookups == 0 ? 0 : 100.0 * times.of(RequestKind.LOOKUP_HIT).count() / lookups;
        }
    }

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public String description() {
        return "latency by share of orders, with and without the cache";
    }

    @Override
    public int defaultSeconds() {
        return 10;
    }

    @Override
    public long plannedSeconds(Options options) {
        return 2 * (warmup(options) + (long) shares(options).size() * options.seconds());
    }

    private static long warmup(Options options) {
        return options.quick() ? 1 : WARMUP_SECONDS;
    }

    private static List<Double> shares(Options options) {
        return options.quick() ? List.of(0.0, 0.5, 1.0) : List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
    }

    @Override
    public Report run(Lab lab, Options options) throws IOException, InterruptedException {
        List<Point> points = new ArrayList<>();
        for (boolean cache : List.of(true, false)) {
            LabCluster cluster = lab.cluster(
                    ClusterSpec.stocks(cache ? ClusterSpec.CACHE_ON : ClusterSpec.CACHE_OFF, ClusterSpec.PLENTY));
            measure(lab, options, cluster, cache, 0.5, warmup(options));
            for (double p : shares(options)) {
                points.add(measure(lab, options, cluster, cache, p, options.seconds()));
            }
        }
        return report(options, points);
    }

    private static Point measure(Lab lab, Options options, LabCluster cluster, boolean cache, double p, long seconds)
            throws IOException, InterruptedException {
        Latencies times = new Latencies();
        String phase = "cache " + (cache ? "on" : "off") + ", p = " + p;
        Walk walk = new Walk(CLIENTS, p, 0, 0, options.seed());
        WalkResult walked =
                lab.during(seconds, phase, running -> cluster.clients().walk(walk, times, running));
        return new Point(cache, p, times, walked);
    }

    private Report report(Options options, List<Point> points) {
        List<Report.Finding> findings = new ArrayList<>();
        long orders =
                points.stream().mapToLong(point -> point.walked().accepted()).sum();
        long failed = points.stream().filter(point -> !point.walked().passed()).count();
        findings.add(Report.Finding.check(
                failed == 0,
                "%,d orders were acknowledged; all were looked up again, and %s"
                        .formatted(orders, failed == 0 ? "all were stored as sent" : "NOT ALL were stored as sent")));
        points.forEach(point -> point.walked()
                .findings()
                .forEach(text -> findings.add(Report.Finding.check(false, "p = " + point.p() + ": " + text))));
        findings.add(Report.Finding.measured(growth(points, true)));
        findings.add(Report.Finding.measured(growth(points, false)));
        return new Report(
                "Share of orders, and the cache",
                CLIENTS
                        + " clients repeatedly look up one of ten items and then, with probability p, buy one unit of it. At"
                        + " the end, each client looks up all its orders and compares them with what it sent. Measured with"
                        + " the cache, and without it (capacity 0).",
                parameters(options),
                findings,
                List.of(
                        figure("mean", "mean", points, Latency::meanMillis),
                        figure("p99", "99th percentile", points, Latency::p99Millis),
                        rounds(points)),
                List.of(table(points)),
                Baselines.sweep(),
                Baselines.SWEEP_COMPARABILITY);
    }

    private static String growth(List<Point> points, boolean cache) {
        List<Point> selected =
                points.stream().filter(point -> point.cache() == cache).toList();
        return "cache %s: a round (lookup, and an order with probability p) takes %.2f ms at p = 0 and %.2f ms at p = 1"
                .formatted(
                        cache ? "on" : "off",
                        selected.get(0).roundMillis(),
                        selected.get(selected.size() - 1).roundMillis());
    }

    private static Figure figure(String name, String statistic, List<Point> points, ToDoubleFunction<Latency> value) {
        List<Plots.Line> lines = new ArrayList<>();
        for (boolean cache : List.of(true, false)) {
            String suffix = cache ? ", cache on" : ", cache off";
            lines.add(line("lookup" + suffix, points, cache, 0, point -> value.applyAsDouble(point.lookup())));
            lines.add(line("order" + suffix, points, cache, 1, point -> value.applyAsDouble(point.order())));
            lines.add(
                    line("order lookup" + suffix, points, cache, 2, point -> value.applyAsDouble(point.orderLookup())));
        }
        return new Figure(
                name,
                "Latency by kind of request (" + statistic + ") and probability of an order after a lookup.",
                Plots.lines("Latency by kind of request, " + statistic, "p", statistic + " [ms]", lines));
    }

    private static Figure rounds(List<Point> points) {
        return new Figure(
                "rounds",
                "Mean duration of a round: one lookup, and an order with probability p.",
                Plots.lines(
                        "Duration of a round",
                        "p",
                        "mean [ms]",
                        List.of(
                                line("cache on", points, true, 0, Point::roundMillis),
                                line("cache off", points, false, 0, Point::roundMillis))));
    }

    private static Plots.Line line(
            String name, List<Point> points, boolean cache, int colour, ToDoubleFunction<Point> value) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (Point point : points) {
            double millis = value.applyAsDouble(point);
            // The mean is 0 if there were no requests: there are no orders at p = 0.
            if (point.cache() == cache && millis > 0) {
                x.add(point.p());
                y.add(millis);
            }
        }
        return new Plots.Line(name, x, y, colour, !cache);
    }

    private static Table table(List<Point> points) {
        Table.Builder table = new Table.Builder(
                "times",
                "Latencies seen by the clients. A hit is a lookup answered from a front-end's cache.",
                "cache",
                "p",
                "lookups",
                "hits [%]",
                "lookup mean [ms]",
                "lookup p99 [ms]",
                "orders",
                "order mean [ms]",
                "order p99 [ms]",
                "order lookup mean [ms]",
                "order lookup p99 [ms]",
                "round mean [ms]");
        for (Point point : points) {
            table.row(
                    point.cache() ? "on" : "off",
                    point.p(),
                    point.lookup().count(),
                    point.hitPercent(),
                    point.lookup().meanMillis(),
                    point.lookup().p99Millis(),
                    point.order().count(),
                    point.order().meanMillis(),
                    point.order().p99Millis(),
                    point.orderLookup().meanMillis(),
                    point.orderLookup().p99Millis(),
                    point.roundMillis());
        }
        return table.build();
    }

    private static Map<String, String> parameters(Options options) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", "3, each with a replica; data.sync = power (default)");
        parameters.put("clients", CLIENTS + ", distributed over the nodes, no think time");
        parameters.put("items", "10, chosen at random; initial quantity " + ClusterSpec.PLENTY);
        parameters.put("duration of a measurement", options.seconds() + " s" + (options.quick() ? " (quick)" : ""));
        parameters.put("seed", Long.toString(options.seed()));
        return parameters;
    }
}
