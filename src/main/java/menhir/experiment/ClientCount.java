package menhir.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import menhir.client.Clients.Walk;
import menhir.client.Clients.WalkResult;
import menhir.client.metrics.RequestKind;
import menhir.experiment.analysis.Latencies;
import menhir.experiment.analysis.Scrape;
import menhir.experiment.lab.ClusterSpec;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;
import menhir.experiment.report.Report;
import menhir.experiment.report.Table;

/** How times grow with the number of clients, and in which tier they arise. */
final class ClientCount implements Experiment {

    private static final double P = 0.5;
    private static final int WARMUP_SECONDS = 5;
    private static final int WARMUP_CLIENTS = 5;
    private static final String LOOKUP_ROUTE = "route=\"/v1/stores/{store}/items/{item}\"";
    private static final String ORDER_ROUTE = "route=\"/v1/stores/{store}/orders\"";

    /** A measurement; {@code tiers} has the metrics of all nodes during it. */
    private record Point(boolean cache, int clients, Latencies times, Scrape tiers, WalkResult walked, long seconds) {
        double lookupMillis() {
            return times.of(Latencies.LOOKUPS).meanMillis();
        }

        double orderMillis() {
            return times.of(RequestKind.ORDER).meanMillis();
        }

        double frontEndLookupMillis() {
            return tiers.meanMillis("menhir_http_requests_seconds", "method=\"GET\"", LOOKUP_ROUTE);
        }

        double frontEndOrderMillis() {
            return tiers.meanMillis("menhir_http_requests_seconds", "method=\"POST\"", ORDER_ROUTE);
        }

        double catalogMillis() {
            return tiers.meanMillis("menhir_catalog_reads_seconds");
        }

        double orderTierMillis() {
            return tiers.meanMillis("menhir_order_decisions_seconds");
        }

        double hitPercent() {
            long lookups = times.of(Latencies.LOOKUPS).count();
            return lookups == 0 ? 0 : 100.0 * times.of(RequestKind.LOOKUP_HIT).count() / lookups;
        }

        double requestsPerSecond() {
            long requests = times.of(Latencies.LOOKUPS).count()
                    + times.of(RequestKind.ORDER).count();
            return (double) requests / seconds;
        }
    }

    @Override
    public String name() {
        return "clients";
    }

    @Override
    public String description() {
        return "latency by number of clients and tier, with and without the cache";
    }

    @Override
    public int defaultSeconds() {
        return 6;
    }

    @Override
    public long plannedSeconds(Options options) {
        return 2 * (warmup(options) + (long) counts(options).size() * options.seconds());
    }

    private static long warmup(Options options) {
        return options.quick() ? 1 : WARMUP_SECONDS;
    }

    private static List<Integer> counts(Options options) {
        return options.quick() ? List.of(1, 3, 10) : List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20);
    }

    @Override
    public Report run(Lab lab, Options options) throws IOException, InterruptedException {
        List<Point> points = new ArrayList<>();
        for (boolean cache : List.of(true, false)) {
            LabCluster cluster = lab.cluster(
                    ClusterSpec.stocks(cache ? ClusterSpec.CACHE_ON : ClusterSpec.CACHE_OFF, ClusterSpec.PLENTY));
            measure(lab, options, cluster, cache, WARMUP_CLIENTS, warmup(options));
            for (int clients : counts(options)) {
                points.add(measure(lab, options, cluster, cache, clients, options.seconds()));
            }
        }
        return report(options, points);
    }

    private static Point measure(Lab lab, Options options, LabCluster cluster, boolean cache, int clients, long seconds)
            throws IOException, InterruptedException {
        Latencies times = new Latencies();
        String what = "cache " + (cache ? "on" : "off") + ", " + clients + (clients == 1 ? " client" : " clients");
        Walk walk = new Walk(clients, P, 0, 0, options.seed());
        Scrape before = cluster.scrape();
        WalkResult walked =
                lab.during(seconds, what, running -> cluster.clients().walk(walk, times, running));
        return new Point(cache, clients, times, cluster.scrape().since(before), walked, seconds);
    }

    private Report report(Options options, List<Point> points) {
        long orders =
                points.stream().mapToLong(point -> point.walked().accepted()).sum();
        boolean allStored = points.stream().allMatch(point -> point.walked().passed());
        List<Report.Finding> findings = new ArrayList<>();
        findings.add(Report.Finding.check(
                allStored,
                "%,d orders were acknowledged; all were looked up again, and %s"
                        .formatted(orders, allStored ? "all were stored as sent" : "NOT ALL were stored as sent")));
        for (boolean cache : List.of(true, false)) {
            List<Point> selected =
                    points.stream().filter(point -> point.cache() == cache).toList();
            Point one = selected.get(0);
            Point most = selected.get(selected.size() - 1);
            findings.add(Report.Finding.measured(
                    "cache %s: %d client: lookup %.2f ms, order %.2f ms; %d clients: lookup %.2f ms, order %.2f ms, %,.0f requests/s"
                            .formatted(
                                    cache ? "on" : "off",
                                    one.clients(),
                                    one.lookupMillis(),
                                    one.orderMillis(),
                                    most.clients(),
                                    most.lookupMillis(),
                                    most.orderMillis(),
                                    most.requestsPerSecond())));
        }
        return new Report(
                "Number of clients, by tier",
                "Each client repeatedly looks up one of ten items and then buys one unit of it with probability "
                        + P
                        + ", in a closed loop. The time of a tier is the mean that it measures itself, and includes the tiers"
                        + " behind it: the client; the front-end (the HTTP request inside the node); the catalog (from request"
                        + " to reply, misses only); the order tier (until the order is decided, on the disks of a majority,"
                        + " and released).",
                parameters(options),
                findings,
                List.of(seen(points), tiers(points, true), tiers(points, false), throughput(points)),
                List.of(table(points)),
                Baselines.clients(),
                Baselines.CLIENTS_COMPARABILITY);
    }

    private static Figure seen(List<Point> points) {
        return new Figure(
                "seen",
                "Mean latency of a lookup and of an order, seen by the clients.",
                Plots.lines(
                        "Latency by number of clients",
                        "clients",
                        "mean [ms]",
                        List.of(
                                line("lookup, cache on", points, true, 0, false, Point::lookupMillis),
                                line("order, cache on", points, true, 1, false, Point::orderMillis),
                                line("lookup, cache off", points, false, 0, true, Point::lookupMillis),
                                line("order, cache off", points, false, 1, true, Point::orderMillis))));
    }

    private static Figure tiers(List<Point> points, boolean cache) {
        String state = cache ? "on" : "off";
        return new Figure(
                "tiers-" + state,
                "Mean time in each tier, cache " + state + ". Solid lines: orders; dashed lines: lookups.",
                Plots.lines(
                        "Tiers, cache " + state,
                        "clients",
                        "mean [ms]",
                        List.of(
                                line("client: order", points, cache, 0, false, Point::orderMillis),
                                line("front-end: order", points, cache, 1, false, Point::frontEndOrderMillis),
                                line("order tier", points, cache, 2, false, Point::orderTierMillis),
                                line("client: lookup", points, cache, 0, true, Point::lookupMillis),
                                line("front-end: lookup", points, cache, 1, true, Point::frontEndLookupMillis),
                                line("catalog: read", points, cache, 3, true, Point::catalogMillis))));
    }

    private static Figure throughput(List<Point> points) {
        return new Figure(
                "throughput",
                "Answered lookups and orders per second, all clients together.",
                Plots.lines(
                        "Throughput by number of clients",
                        "clients",
                        "requests/s",
                        List.of(
                                line("cache on", points, true, 0, false, Point::requestsPerSecond),
                                line("cache off", points, false, 0, true, Point::requestsPerSecond))));
    }

    private static Plots.Line line(
            String name, List<Point> points, boolean cache, int colour, boolean dashed, ToDoubleFunction<Point> value) {
        List<Point> selected =
                points.stream().filter(point -> point.cache() == cache).toList();
        List<Double> x =
                selected.stream().map(point -> (double) point.clients()).toList();
        List<Double> y = selected.stream().map(value::applyAsDouble).toList();
        return new Plots.Line(name, x, y, colour, dashed);
    }

    private static Table table(List<Point> points) {
        Table.Builder table = new Table.Builder(
                "tiers",
                "Mean times by tier; p99 seen by the clients.",
                "cache",
                "clients",
                "requests/s",
                "hits [%]",
                "client lookup [ms]",
                "client lookup p99 [ms]",
                "front-end lookup [ms]",
                "catalog read [ms]",
                "client order [ms]",
                "client order p99 [ms]",
                "front-end order [ms]",
                "order tier [ms]");
        for (Point point : points) {
            table.row(
                    point.cache() ? "on" : "off",
                    point.clients(),
                    point.requestsPerSecond(),
                    point.hitPercent(),
                    point.lookupMillis(),
                    point.times().of(Latencies.LOOKUPS).p99Millis(),
                    point.frontEndLookupMillis(),
                    point.catalogMillis(),
                    point.orderMillis(),
                    point.times().of(RequestKind.ORDER).p99Millis(),
                    point.frontEndOrderMillis(),
                    point.orderTierMillis());
        }
        return table.build();
    }

    private static Map<String, String> parameters(Options options) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", "3, each with a replica; data.sync = power (default)");
        parameters.put("clients", "distributed over the nodes, no think time; p = " + P);
        parameters.put("items", "10, chosen at random; initial quantity " + ClusterSpec.PLENTY);
        parameters.put("duration of a measurement", options.seconds() + " s" + (options.quick() ? " (quick)" : ""));
        parameters.put("seed", Long.toString(options.seed()));
        return parameters;
    }
}
