package menhir.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import menhir.client.load.LoadResult;
import menhir.client.metrics.Latency;
import menhir.experiment.analysis.Scrape;
import menhir.experiment.lab.ClusterSpec;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.lab.LabNode;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;
import menhir.experiment.report.Report;
import menhir.experiment.report.Table;

/** The same load on an increasing number of front-ends. */
final class Balance implements Experiment {

    private static final int CONNECTIONS = 32;
    private static final double ORDER_SHARE = 0.1;
    private static final long WARMUP_MILLIS = 2_000;

    /**
     * A measurement.
     *
     * @param requests answered requests by node
     * @param reads catalog reads by replica
     */
    private record Point(int frontEnds, LoadResult load, List<Double> requests, List<Double> reads) {
        Latency latency(String kind) {
            return load.latencies().stream()
                    .filter(row -> row.kind().equals(kind))
                    .findFirst()
                    .orElse(new Latency(kind, 0, 0, 0, Double.NaN, Double.NaN, 0));
        }
    }

    @Override
    public String name() {
        return "balance";
    }

    @Override
    public String description() {
        return "the same load on 1 to 4 front-ends";
    }

    @Override
    public int defaultSeconds() {
        return 10;
    }

    private static int nodes(Options options) {
        return options.quick() ? 3 : 4;
    }

    private static long warmupMillis(Options options) {
        return options.quick() ? 500 : WARMUP_MILLIS;
    }

    @Override
    public long plannedSeconds(Options options) {
        return nodes(options) * (options.seconds() + warmupMillis(options) / 1_000) + 4;
    }

    @Override
    public Report run(Lab lab, Options options) throws IOException, InterruptedException {
        LabCluster cluster = lab.cluster(
                ClusterSpec.stocks(ClusterSpec.CACHE_ON, ClusterSpec.PLENTY).withNodes(nodes(options)));
        lab.during(
                4, "warming up", running -> load(cluster, nodes(options), 500, options.quick() ? 500 : 3_500, options));
        List<Point> points = new ArrayList<>();
        for (int count = 1; count <= nodes(options); count++) {
            points.add(measure(lab, options, cluster, count));
        }
        return report(options, points);
    }

    private static LoadResult load(LabCluster cluster, int frontEnds, long warmupMillis, long millis, Options options)
            throws IOException, InterruptedException {
        return cluster.clientsOf(cluster.nodes().subList(0, frontEnds))
                .load(CONNECTIONS, ORDER_SHARE, warmupMillis, millis, options.seed());
    }

    private static Point measure(Lab lab, Options options, LabCluster cluster, int frontEnds)
            throws IOException, InterruptedException {
        List<Scrape> before = scrapes(cluster);
        List<Double> readsBefore = reads(cluster);
        long warmup = warmupMillis(options);
        LoadResult load = lab.during(
                options.seconds() + warmup / 1_000,
                frontEnds + (frontEnds == 1 ? " front-end" : " front-ends"),
                running -> load(cluster, frontEnds, warmup, options.seconds() * 1_000L, options));
        List<Scrape> after = scrapes(cluster);
        List<Double> readsAfter = reads(cluster);
        List<Double> requests = new ArrayList<>();
        List<Double> reads = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            requests.add(after.get(i).since(before.get(i)).sum("menhir_http_requests_seconds_count", "status=\"2xx\""));
        }
        for (int i = 0; i < Math.min(readsBefore.size(), readsAfter.size()); i++) {
            reads.add(readsAfter.get(i) - readsBefore.get(i));
        }
        return new Point(frontEnds, load, requests, reads);
    }

    private static List<Scrape> scrapes(LabCluster cluster) throws IOException, InterruptedException {
        List<Scrape> scrapes = new ArrayList<>();
        for (LabNode node : cluster.nodes()) {
            scrapes.add(node.scrape());
        }
        return scrapes;
    }

    /** The number of reads that each catalog replica has answered. */
    private static List<Double> reads(LabCluster cluster) throws IOException, InterruptedException {
        List<Double> reads = new ArrayList<>();
        cluster.storeView()
                .path("replicas")
                .forEach(replica -> reads.add(replica.path("reads").asDouble()));
        return reads;
    }

    private Report report(Options options, List<Point> points) {
        List<Report.Finding> findings = new ArrayList<>();
        long unexpected =
                points.stream().mapToLong(point -> point.load().unexpected()).sum();
        findings.add(Report.Finding.check(
                unexpected == 0, "unexpected answers (neither success nor out of stock): %d".formatted(unexpected)));
        findings.add(Report.Finding.check(
                points.stream().allMatch(point -> point.requests().subList(0, point.frontEnds()).stream()
                        .allMatch(requests -> requests > 0)),
                "every front-end in use answered requests"));
        for (Point point : points) {
            findings.add(Report.Finding.measured(
                    "%d front-end%s: %,.0f requests/s, lookup %.2f ms, order %.2f ms; share of each front-end: %s"
                            .formatted(
                                    point.frontEnds(),
                                    point.frontEnds() == 1 ? "" : "s",
                                    point.load().requestsPerSecond(),
                                    point.latency("lookup").meanMillis(),
                                    point.latency("order").meanMillis(),
                                    percent(point.requests().subList(0, point.frontEnds())))));
        }
        return new Report(
                "One to " + points.size() + " front-ends",
                CONNECTIONS
                        + " connections, distributed evenly over the front-ends in use, send requests in a closed loop; one in"
                        + " ten is an order. All nodes run all the time; only the number of front-ends in use changes. The"
                        + " first three nodes have a replica each, the others only serve HTTP.",
                parameters(options, points.size()),
                findings,
                List.of(throughput(points), times(points)),
                List.of(table(points)),
                Baselines.none(),
                Baselines.BALANCE_COMPARABILITY);
    }

    /** Each part as a percentage of their sum, separated by commas. */
    private static String percent(List<Double> parts) {
        double sum = parts.stream().mapToDouble(Double::doubleValue).sum();
        List<String> texts = parts.stream()
                .map(part -> sum == 0 ? "0 %" : "%.0f %%".formatted(100 * part / sum))
                .toList();
        return String.join(", ", texts);
    }

    private static List<Double> counts(List<Point> points) {
        return points.stream().map(point -> (double) point.frontEnds()).toList();
    }

    private static Figure throughput(List<Point> points) {
        List<String> groups = points.stream()
                .map(point -> Integer.toString(point.frontEnds()))
                .toList();
        List<Double> rates = points.stream()
                .map(point -> (double) Math.round(point.load().requestsPerSecond()))
                .toList();
        return new Figure(
                "throughput",
                "Answered requests per second by number of front-ends; all on one machine.",
                Plots.bars(
                        "Throughput by number of front-ends",
                        "front-ends",
                        "requests/s",
                        groups,
                        List.of("requests/s"),
                        List.of(rates)));
    }

    private static Figure times(List<Point> points) {
        List<Plots.Line> lines = new ArrayList<>();
        List<String> kinds = List.of("lookup", "order");
        for (int i = 0; i < kinds.size(); i++) {
            String kind = kinds.get(i);
            List<Double> means = points.stream()
                    .map(point -> point.latency(kind).meanMillis())
                    .toList();
            List<Double> p99s = points.stream()
                    .map(point -> point.latency(kind).p99Millis())
                    .toList();
            lines.add(new Plots.Line(kind + ", mean", counts(points), means, i, false));
            lines.add(new Plots.Line(kind + ", p99", counts(points), p99s, i, true));
        }
        return new Figure(
                "times",
                "Latency by number of front-ends, with " + CONNECTIONS + " concurrent connections.",
                Plots.lines("Latency by number of front-ends", "front-ends", "latency [ms]", lines));
    }

    private static Table table(List<Point> points) {
        Table.Builder table = new Table.Builder(
                "front-ends",
                "Requests of the measurement; the shares by front-end and replica include the warm-up.",
                "front-ends",
                "requests/s",
                "lookup mean [ms]",
                "lookup p99 [ms]",
                "order mean [ms]",
                "order p99 [ms]",
                "requests by front-end",
                "reads by catalog replica");
        for (Point point : points) {
            table.row(
                    point.frontEnds(),
                    point.load().requestsPerSecond(),
                    point.latency("lookup").meanMillis(),
                    point.latency("lookup").p99Millis(),
                    point.latency("order").meanMillis(),
                    point.latency("order").p99Millis(),
                    percent(point.requests().subList(0, point.frontEnds())),
                    percent(point.reads()));
        }
        return table.build();
    }

    private static Map<String, String> parameters(Options options, int nodes) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", nodes + ", three of them with a replica; data.sync = power (default)");
        parameters.put("connections", CONNECTIONS + ", persistent, closed loop");
        parameters.put("orders", "one request in ten; half buy, half sell");
        parameters.put("duration of a measurement", options.seconds() + " s" + (options.quick() ? " (quick)" : ""));
        parameters.put("seed", Long.toString(options.seed()));
        return parameters;
    }
}
