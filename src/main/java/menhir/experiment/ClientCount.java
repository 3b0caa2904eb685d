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

    /** One measurement; {@code tiers} is what the nodes counted meanwhile. */
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
            long walked = times.of(Latencies.LOOKUPS).count()
                    + times.of(RequestKind.ORDER).count();
            return (double) walked / seconds;
        }
    }

    @Override
    public String name() {
        return "clients";
    }

    @Override
    public String about() {
        return "1 to 20 clients, with and without the cache, by tier";
    }

    @Override
    public int usualSeconds() {
        return 6;
    }

    @Override
    public long plannedSeconds(Options scale) {
        return 2 * (warmup(scale) + (long) counts(scale).size() * scale.seconds());
    }

    private static long warmup(Options scale) {
        return scale.quick() ? 1 : WARMUP_SECONDS;
    }

    private static List<Integer> counts(Options scale) {
        return scale.quick() ? List.of(1, 3, 10) : List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20);
    }

    @Override
    public Report run(Lab lab) throws IOException, InterruptedException {
        List<Point> points = new ArrayList<>();
        for (boolean cache : List.of(true, false)) {
            LabCluster cluster = lab.cluster(
                    ClusterSpec.stocks(cache ? ClusterSpec.CACHE_ON : ClusterSpec.CACHE_OFF, ClusterSpec.PLENTY));
            measure(lab, cluster, cache, WARMUP_CLIENTS, warmup(lab.scale()));
            for (int clients : counts(lab.scale())) {
                points.add(measure(lab, cluster, cache, clients, lab.scale().seconds()));
            }
        }
        return report(lab.scale(), points);
    }

    private static Point measure(Lab lab, LabCluster cluster, boolean cache, int clients, long seconds)
            throws IOException, InterruptedException {
        Latencies times = new Latencies();
        String what = "cache " + (cache ? "on" : "off") + ", " + clients + " clients";
        Walk walk = new Walk(clients, P, 0, 0, lab.scale().seed());
        Scrape before = cluster.scrape();
        WalkResult walked =
                lab.during(seconds, what, goesOn -> cluster.clients().walk(walk, times, goesOn));
        return new Point(cache, clients, times, cluster.scrape().since(before), walked, seconds);
    }

    private Report report(Options scale, List<Point> points) {
        long orders =
                points.stream().mapToLong(point -> point.walked().accepted()).sum();
        boolean sound = points.stream().allMatch(point -> point.walked().passed());
        List<Report.Finding> findings = new ArrayList<>();
        findings.add(new Report.Finding(
                sound,
                "%,d orders were acknowledged; all were looked up again, and %s"
                        .formatted(orders, sound ? "stood as they were sent" : "NOT ALL stood as they were sent")));
        for (boolean cache : List.of(true, false)) {
            List<Point> some =
                    points.stream().filter(point -> point.cache() == cache).toList();
            Point one = some.get(0);
            Point most = some.get(some.size() - 1);
            findings.add(new Report.Finding(
                    true,
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
                "The number of clients, tier by tier",
                "Clients walk at random over ten items, each looking one up and then buying one of it with probability "
                        + P
                        + ", as fast as they are answered. Each tier's time is the mean of what it measures itself, and holds"
                        + " that of the tiers behind it: the client; the front-end (the HTTP request inside its node); the"
                        + " catalog (from the question to the answer, misses only); the order tier (until decided, on the"
                        + " disks of a majority, and released).",
                parameters(scale),
                findings,
                List.of(seen(points), tiers(points, true), tiers(points, false), throughput(points)),
                List.of(table(points)),
                Baselines.clients(),
                Baselines.CLIENTS_COMPARABLE);
    }

    private static Figure seen(List<Point> points) {
        return new Figure(
                "seen",
                "Mean time of a lookup and of an order as the clients see them.",
                Plots.lines(
                        "Time by number of clients",
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
                "Mean time in each tier, cache " + state + ". Full lines: orders; dashed: lookups.",
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
                "Lookups and orders answered in a second, all clients together.",
                Plots.lines(
                        "Throughput by number of clients",
                        "clients",
                        "requests/s",
                        List.of(
                                line("cache on", points, true, 0, false, Point::requestsPerSecond),
                                line("cache off", points, false, 0, true, Point::requestsPerSecond))));
    }

    private static Plots.Line line(
            String name,
            List<Point> points,
            boolean cache,
            int colour,
            boolean dashed,
            ToDoubleFunction<Point> figureOf) {
        List<Point> some =
                points.stream().filter(point -> point.cache() == cache).toList();
        List<Double> x = some.stream().map(point -> (double) point.clients()).toList();
        List<Double> y = some.stream().map(figureOf::applyAsDouble).toList();
        return new Plots.Line(name, x, y, colour, dashed);
    }

    private static Table table(List<Point> points) {
        Table.Builder table = new Table.Builder(
                "tiers",
                "Mean times by tier; p99 as the clients see it.",
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
        return table.table();
    }

    private static Map<String, String> parameters(Options scale) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", "3, one replica each; data.sync = power, as by default");
        parameters.put("clients", "spread over the nodes, without a pause between requests; p = " + P);
        parameters.put("items", "10, chosen at random; " + ClusterSpec.PLENTY + " of each");
        parameters.put("each measurement", scale.seconds() + " s" + (scale.quick() ? " (quick)" : ""));
        parameters.put("seed", Long.toString(scale.seed()));
        return parameters;
    }
}
