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

/** The same load on more and more front-ends. */
final class Balance implements Experiment {

    private static final int CONNECTIONS = 32;
    private static final double ORDER_SHARE = 0.1;
    private static final long WARMUP_MILLIS = 2_000;

    /** One measurement; {@code shares} has the requests of each front-end that was used. */
    private record Point(int frontEnds, LoadResult loaded, List<Double> shares, List<Double> reads) {
        Latency time(String kind) {
            return loaded.latencies().stream()
                    .filter(row -> row.kind().equals(kind))
                    .findFirst()
                    .orElse(new Latency(kind, 0, 0, 0, 0, 0));
        }
    }

    @Override
    public String name() {
        return "balance";
    }

    @Override
    public String about() {
        return "the same load on 1 to 4 front-ends";
    }

    @Override
    public int usualSeconds() {
        return 10;
    }

    private static int nodes(Options scale) {
        return scale.quick() ? 3 : 4;
    }

    private static long warmupMillis(Options scale) {
        return scale.quick() ? 500 : WARMUP_MILLIS;
    }

    @Override
    public long plannedSeconds(Options scale) {
        return nodes(scale) * (scale.seconds() + warmupMillis(scale) / 1_000) + 4;
    }

    @Override
    public Report run(Lab lab) throws IOException, InterruptedException {
        Options scale = lab.scale();
        LabCluster cluster = lab.cluster(
                ClusterSpec.stocks(ClusterSpec.CACHE_ON, ClusterSpec.PLENTY).withNodes(nodes(scale)));
        lab.during(4, "warming up", goesOn -> load(cluster, nodes(scale), 500, scale.quick() ? 500 : 3_500, scale));
        List<Point> points = new ArrayList<>();
        for (int count = 1; count <= nodes(scale); count++) {
            points.add(measure(lab, cluster, count));
        }
        return report(scale, points);
    }

    private static LoadResult load(LabCluster cluster, int frontEnds, long warmupMillis, long millis, Options scale)
            throws IOException, InterruptedException {
        return cluster.clientsOf(cluster.nodes().subList(0, frontEnds))
                .load(CONNECTIONS, ORDER_SHARE, warmupMillis, millis, scale.seed());
    }

    private static Point measure(Lab lab, LabCluster cluster, int frontEnds) throws IOException, InterruptedException {
        Options scale = lab.scale();
        List<Scrape> before = scrapes(cluster);
        List<Double> readsBefore = reads(cluster);
        long warmup = warmupMillis(scale);
        LoadResult loaded = lab.during(
                scale.seconds() + warmup / 1_000,
                frontEnds + " front-ends",
                goesOn -> load(cluster, frontEnds, warmup, scale.seconds() * 1_000L, scale));
        List<Scrape> after = scrapes(cluster);
        List<Double> readsAfter = reads(cluster);
        List<Double> shares = new ArrayList<>();
        List<Double> reads = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            shares.add(after.get(i).since(before.get(i)).sum("menhir_http_requests_seconds_count", "status=\"2xx\""));
        }
        for (int i = 0; i < Math.min(readsBefore.size(), readsAfter.size()); i++) {
            reads.add(readsAfter.get(i) - readsBefore.get(i));
        }
        return new Point(frontEnds, loaded, shares, reads);
    }

    private static List<Scrape> scrapes(LabCluster cluster) throws IOException, InterruptedException {
        List<Scrape> scrapes = new ArrayList<>();
        for (LabNode node : cluster.nodes()) {
            scrapes.add(node.scrape());
        }
        return scrapes;
    }

    /** How many reads each catalog replica has answered. */
    private static List<Double> reads(LabCluster cluster) throws IOException, InterruptedException {
        List<Double> reads = new ArrayList<>();
        cluster.storeView()
                .path("replicas")
                .forEach(replica -> reads.add(replica.path("reads").asDouble()));
        return reads;
    }

    private Report report(Options scale, List<Point> points) {
        List<Report.Finding> findings = new ArrayList<>();
        long unexpected =
                points.stream().mapToLong(point -> point.loaded().unexpected()).sum();
        findings.add(new Report.Finding(
                unexpected == 0,
                "%d answers were neither a success nor a refusal for want of stock".formatted(unexpected)));
        for (Point point : points) {
            findings.add(new Report.Finding(
                    point.loaded().requestsPerSecond() > 0,
                    "%d front-end%s: %,.0f requests/s, lookup %.2f ms, order %.2f ms; the front-ends' shares: %s"
                            .formatted(
                                    point.frontEnds(),
                                    point.frontEnds() == 1 ? "" : "s",
                                    point.loaded().requestsPerSecond(),
                                    point.time("lookup").meanMillis(),
                                    point.time("order").meanMillis(),
                                    percent(point.shares().subList(0, point.frontEnds())))));
        }
        return new Report(
                "One to " + points.size() + " front-ends",
                CONNECTIONS
                        + " connections, spread evenly over the front-ends that are used, send as many requests as are"
                        + " answered, one in ten of them an order. All nodes run all the time; what changes is how many of them"
                        + " are asked. The first three have a replica each, the others only serve HTTP.",
                parameters(scale, points.size()),
                findings,
                List.of(throughput(points), times(points)),
                List.of(table(points)),
                Baselines.none(),
                Baselines.BALANCE_COMPARABLE);
    }

    /** Of their sum, each with a blank between. */
    static String percent(List<Double> parts) {
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
                .map(point -> (double) Math.round(point.loaded().requestsPerSecond()))
                .toList();
        return new Figure(
                "throughput",
                "Requests answered in a second by number of front-ends; all on one machine.",
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
            List<Double> means =
                    points.stream().map(point -> point.time(kind).meanMillis()).toList();
            List<Double> p99s =
                    points.stream().map(point -> point.time(kind).p99Millis()).toList();
            lines.add(new Plots.Line(kind + ", mean", counts(points), means, i, false));
            lines.add(new Plots.Line(kind + ", p99", counts(points), p99s, i, true));
        }
        return new Figure(
                "times",
                "Time of a request by number of front-ends, with " + CONNECTIONS + " connections at once.",
                Plots.lines("Time by number of front-ends", "front-ends", "time [ms]", lines));
    }

    private static Table table(List<Point> points) {
        Table.Builder table = new Table.Builder(
                "front-ends",
                "Requests of the measurement; shares and catalog reads count the warming-up, too.",
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
                    point.loaded().requestsPerSecond(),
                    point.time("lookup").meanMillis(),
                    point.time("lookup").p99Millis(),
                    point.time("order").meanMillis(),
                    point.time("order").p99Millis(),
                    percent(point.shares().subList(0, point.frontEnds())),
                    percent(point.reads()));
        }
        return table.table();
    }

    private static Map<String, String> parameters(Options scale, int nodes) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", nodes + ", three with a replica each; data.sync = power, as by default");
        parameters.put("connections", CONNECTIONS + " kept-alive ones, closed loop");
        parameters.put("orders", "one request in ten; half of them buy, half sell");
        parameters.put("each measurement", scale.seconds() + " s" + (scale.quick() ? " (quick)" : ""));
        parameters.put("seed", Long.toString(scale.seed()));
        return parameters;
    }
}
