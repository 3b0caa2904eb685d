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

/** How the time of a request depends on the share of orders, with the cache and without it. */
final class Sweep implements Experiment {

    private static final int CLIENTS = 5;
    private static final int WARMUP_SECONDS = 5;

    /** One measurement. */
    private record Point(boolean cache, double p, Latencies times, WalkResult walked, double seconds) {
        Latency lookup() {
            return times.of(Latencies.LOOKUPS);
        }

        Latency order() {
            return times.of(RequestKind.ORDER);
        }

        Latency orderLookup() {
            return times.of(RequestKind.ORDER_LOOKUP);
        }

        /** A lookup and, in some of the rounds, an order. */
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
    public String about() {
        return "five clients, p from 0 to 1, with and without the cache";
    }

    @Override
    public int usualSeconds() {
        return 10;
    }

    @Override
    public long plannedSeconds(Options scale) {
        return 2 * (warmup(scale) + (long) shares(scale).size() * scale.seconds());
    }

    private static long warmup(Options scale) {
        return scale.quick() ? 1 : WARMUP_SECONDS;
    }

    private static List<Double> shares(Options scale) {
        return scale.quick() ? List.of(0.0, 0.5, 1.0) : List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
    }

    @Override
    public Report run(Lab lab) throws IOException, InterruptedException {
        List<Point> points = new ArrayList<>();
        for (boolean cache : List.of(true, false)) {
            LabCluster cluster = lab.cluster(
                    ClusterSpec.stocks(cache ? ClusterSpec.CACHE_ON : ClusterSpec.CACHE_OFF, ClusterSpec.PLENTY));
            measure(lab, cluster, cache, 0.5, warmup(lab.scale()));
            for (double p : shares(lab.scale())) {
                points.add(measure(lab, cluster, cache, p, lab.scale().seconds()));
            }
        }
        return report(lab.scale(), points);
    }

    private static Point measure(Lab lab, LabCluster cluster, boolean cache, double p, long seconds)
            throws IOException, InterruptedException {
        Latencies times = new Latencies();
        String what = "cache " + (cache ? "on" : "off") + ", p = " + p;
        Walk walk = new Walk(CLIENTS, p, 0, 0, lab.scale().seed());
        WalkResult walked =
                lab.during(seconds, what, goesOn -> cluster.clients().walk(walk, times, goesOn));
        return new Point(cache, p, times, walked, seconds);
    }

    private Report report(Options scale, List<Point> points) {
        List<Report.Finding> findings = new ArrayList<>();
        long orders =
                points.stream().mapToLong(point -> point.walked().accepted()).sum();
        long unsound = points.stream().filter(point -> !point.walked().passed()).count();
        findings.add(new Report.Finding(
                unsound == 0,
                "%,d orders were acknowledged; all were looked up again at the end, and %s"
                        .formatted(
                                orders, unsound == 0 ? "stood as they were sent" : "NOT ALL stood as they were sent")));
        points.forEach(point -> point.walked()
                .findings()
                .forEach(text -> findings.add(new Report.Finding(false, "p = " + point.p() + ": " + text))));
        findings.add(new Report.Finding(true, growth(points, true)));
        findings.add(new Report.Finding(true, growth(points, false)));
        return new Report(
                "The share of orders, and the cache",
                CLIENTS
                        + " clients walk at random over ten items: each looks an item up and then, with probability p, buys"
                        + " one of it; at the end it looks every order of its own up again and compares. With the cache, and"
                        + " without it (capacity 0).",
                parameters(scale),
                findings,
                List.of(
                        figure("mean", "mean", points, Latency::meanMillis),
                        figure("p99", "99th percentile", points, Latency::p99Millis),
                        rounds(points)),
                List.of(table(points)),
                Baselines.sweep(),
                Baselines.SWEEP_COMPARABLE);
    }

    private static String growth(List<Point> points, boolean cache) {
        List<Point> some =
                points.stream().filter(point -> point.cache() == cache).toList();
        return "cache %s: a round (lookup, and an order with probability p) takes %.2f ms at p = 0 and %.2f ms at p = 1"
                .formatted(
                        cache ? "on" : "off",
                        some.get(0).roundMillis(),
                        some.get(some.size() - 1).roundMillis());
    }

    private static Figure figure(String name, String what, List<Point> points, ToDoubleFunction<Latency> figureOf) {
        List<Plots.Line> lines = new ArrayList<>();
        for (boolean cache : List.of(true, false)) {
            String suffix = cache ? ", cache on" : ", cache off";
            lines.add(line("lookup" + suffix, points, cache, 0, point -> figureOf.applyAsDouble(point.lookup())));
            lines.add(line("order" + suffix, points, cache, 1, point -> figureOf.applyAsDouble(point.order())));
            lines.add(line(
                    "order lookup" + suffix, points, cache, 2, point -> figureOf.applyAsDouble(point.orderLookup())));
        }
        return new Figure(
                name,
                "Time of each kind of request (" + what + ") against the probability of an order after a lookup.",
                Plots.lines("Time by kind of request, " + what, "p", what + " [ms]", lines));
    }

    private static Figure rounds(List<Point> points) {
        return new Figure(
                "rounds",
                "Mean time of a round: one lookup, and an order with probability p.",
                Plots.lines(
                        "Time of a round",
                        "p",
                        "mean [ms]",
                        List.of(
                                line("cache on", points, true, 0, Point::roundMillis),
                                line("cache off", points, false, 0, Point::roundMillis))));
    }

    private static Plots.Line line(
            String name, List<Point> points, boolean cache, int colour, ToDoubleFunction<Point> figureOf) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (Point point : points) {
            double figure = figureOf.applyAsDouble(point);
            // 0 is the mean of nothing: there are no orders at p = 0.
            if (point.cache() == cache && figure > 0) {
                x.add(point.p());
                y.add(figure);
            }
        }
        return new Plots.Line(name, x, y, colour, !cache);
    }

    private static Table table(List<Point> points) {
        Table.Builder table = new Table.Builder(
                "times",
                "Times as the clients see them. A hit came from a front-end's cache.",
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
        return table.table();
    }

    private static Map<String, String> parameters(Options scale) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", "3, one replica each; data.sync = power, as by default");
        parameters.put("clients", CLIENTS + ", spread over the nodes, without a pause between requests");
        parameters.put("items", "10, chosen at random; " + ClusterSpec.PLENTY + " of each");
        parameters.put("each measurement", scale.seconds() + " s" + (scale.quick() ? " (quick)" : ""));
        parameters.put("seed", Long.toString(scale.seed()));
        return parameters;
    }
}
