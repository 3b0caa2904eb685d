package menhir.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import menhir.client.Clients;
import menhir.client.Clients.Stock;
import menhir.client.metrics.Latency;
import menhir.client.metrics.RequestKind;
import menhir.experiment.analysis.Latencies;
import menhir.experiment.lab.ClusterSpec;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.lab.LabNode;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;
import menhir.experiment.report.Report;
import menhir.experiment.report.Table;

/** Benefit and cost of the coherent cache, and a check that it is never stale. */
final class HitMiss implements Experiment {

    private static final int WARMUP_SECONDS = 4;
    private static final int LOOKUPS_TO_FILL_CACHE = 20;
    private static final List<Double> PERCENTILES =
            List.of(0.0, 5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 98.0, 99.0);

    /** Numbers of violations. */
    private static final class Violations {
        long stale;
        long hitsAfterOrder;
        long rejected;
    }

    /** Where orders are sent: to the node whose cache is used, or to another one. */
    private record Arrangement(String label, Latencies latencies, Violations violations) {}

    @Override
    public String name() {
        return "hit-miss";
    }

    @Override
    public String description() {
        return "a cache hit, the order that invalidates it, and the miss after it";
    }

    @Override
    public int defaultSeconds() {
        return 20;
    }

    @Override
    public long plannedSeconds(Options options) {
        return 2L * options.seconds() + warmup(options);
    }

    private static long warmup(Options options) {
        return options.quick() ? 1 : WARMUP_SECONDS;
    }

    @Override
    public Report run(Lab lab, Options options) throws IOException, InterruptedException {
        LabCluster cluster = lab.cluster(ClusterSpec.stocks(ClusterSpec.CACHE_ON, ClusterSpec.PLENTY));
        List<String> items = List.copyOf(cluster.clients().quantities().keySet());
        Arrangement same = new Arrangement("order at the same node", new Latencies(), new Violations());
        Arrangement other = new Arrangement("order at another node", new Latencies(), new Violations());
        LabNode leader = cluster.awaitLeader();
        // Not the leader's node: an order sent there saves a network hop.
        List<LabNode> followers =
                cluster.nodes().stream().filter(node -> node != leader).toList();
        lab.during(warmup(options), "warm-up", running -> {
            Arrangement discarded = new Arrangement("", new Latencies(), new Violations());
            rounds(cluster, followers.get(0), followers.get(1), items, discarded, running);
            return discarded;
        });
        lab.during(options.seconds(), same.label(), running -> {
            rounds(cluster, followers.get(0), followers.get(0), items, same, running);
            return same;
        });
        lab.during(options.seconds(), other.label(), running -> {
            rounds(cluster, followers.get(0), followers.get(1), items, other, running);
            return other;
        });
        return report(options, List.of(same, other));
    }

    private static void rounds(
            LabCluster cluster,
            LabNode reads,
            LabNode orders,
            List<String> items,
            Arrangement arrangement,
            BooleanSupplier running)
            throws InterruptedException {
        Clients.SingleClient unmeasured = cluster.clientsOf(List.of(reads)).single(new Latencies());
        Clients.SingleClient reader = cluster.clientsOf(List.of(reads)).single(arrangement.latencies());
        Clients.SingleClient buyer = cluster.clientsOf(List.of(orders)).single(arrangement.latencies());
        for (int round = 0; running.getAsBoolean(); round++) {
            String item = items.get(round % items.size());
            for (int i = 0;
                    i < LOOKUPS_TO_FILL_CACHE && !unmeasured.lookup(item).cacheHit();
                    i++) {
                // If the lease has just been renewed, it takes another lookup until the item is cached.
                Thread.onSpinWait();
            }
            Stock before = reader.lookup(item);
            OptionalLong order = buyer.buy(item, 1);
            Stock after = reader.lookup(item);
            Violations violations = arrangement.violations();
            violations.rejected += order.isEmpty() ? 1 : 0;
            violations.stale += after.quantity() == before.quantity() - (order.isEmpty() ? 0 : 1) ? 0 : 1;
            violations.hitsAfterOrder += after.cacheHit() ? 1 : 0;
        }
    }

    private Report report(Options options, List<Arrangement> arrangements) {
        Table.Builder table = new Table.Builder(
                "latencies",
                "Latencies seen by the client, over HTTP on the loopback address.",
                "arrangement",
                "request",
                "count",
                "mean [ms]",
                "p50 [ms]",
                "p99 [ms]",
                "max [ms]");
        List<RequestKind> kinds = List.of(RequestKind.LOOKUP_HIT, RequestKind.ORDER, RequestKind.LOOKUP_MISS);
        List<String> names = List.of("hit", "order", "miss after the order");
        List<List<Double>> bars = new ArrayList<>();
        for (Arrangement arrangement : arrangements) {
            List<Double> means = new ArrayList<>();
            for (int i = 0; i < kinds.size(); i++) {
                Latency latency = arrangement.latencies().of(kinds.get(i));
                means.add(rounded(latency.meanMillis()));
                table.row(
                        arrangement.label(),
                        names.get(i),
                        latency.count(),
                        latency.meanMillis(),
                        latency.p50Millis(),
                        latency.p99Millis(),
                        latency.maxMillis());
            }
            bars.add(means);
        }
        List<String> labels = arrangements.stream().map(Arrangement::label).toList();
        Figure means = new Figure(
                "means",
                "Mean latency of a hit, of the order that invalidates it, and of the miss after it.",
                Plots.bars("Hit, order, miss", "", "mean [ms]", names, labels, bars));
        return new Report(
                "A hit, an order, a miss",
                "One client looks up an item that is in the node's cache, buys one unit of it, and looks it up again. The order"
                        + " is acknowledged only after every cache has dropped the old quantity, so the second lookup must be a"
                        + " miss and show one unit less.",
                parameters(options),
                findings(arrangements),
                List.of(means, percentiles(arrangements.get(1), kinds, names)),
                List.of(table.build()),
                Baselines.hitMiss(),
                Baselines.HIT_MISS_COMPARABILITY);
    }

    private static double rounded(double millis) {
        return Math.round(millis * 1_000) / 1_000.0;
    }

    private static Figure percentiles(Arrangement arrangement, List<RequestKind> kinds, List<String> names) {
        List<Plots.Line> lines = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            RequestKind kind = kinds.get(i);
            List<Double> y = PERCENTILES.stream()
                    .map(each -> arrangement.latencies().percentileMillis(kind, each))
                    .toList();
            lines.add(new Plots.Line(names.get(i), PERCENTILES, y, i, false));
        }
        return new Figure(
                "percentiles",
                "Latency by percentile (" + arrangement.label() + ").",
                Plots.lines("Percentiles, " + arrangement.label(), "percent of requests", "latency [ms]", lines));
    }

    private static Map<String, String> parameters(Options options) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", "3, each with a replica; data.sync = power (default)");
        parameters.put("clients", "1, connected to a node that is not the leader");
        parameters.put("duration of a measurement", options.seconds() + " s" + (options.quick() ? " (quick)" : ""));
        return parameters;
    }

    private static List<Report.Finding> findings(List<Arrangement> arrangements) {
        List<Report.Finding> findings = new ArrayList<>();
        for (Arrangement arrangement : arrangements) {
            Latency hit = arrangement.latencies().of(RequestKind.LOOKUP_HIT);
            Latency miss = arrangement.latencies().of(RequestKind.LOOKUP_MISS);
            Violations violations = arrangement.violations();
            long rounds = arrangement.latencies().of(RequestKind.ORDER).count();
            findings.add(Report.Finding.check(
                    rounds > 0 && violations.stale == 0 && violations.hitsAfterOrder == 0 && violations.rejected == 0,
                    "%s: %,d rounds; lookups after an order with a stale quantity: %d, from the cache: %d; rejected orders: %d"
                            .formatted(
                                    arrangement.label(),
                                    rounds,
                                    violations.stale,
                                    violations.hitsAfterOrder,
                                    violations.rejected)));
            findings.add(Report.Finding.measured("%s: a hit takes %.2f ms on average, a miss %.2f ms"
                    .formatted(arrangement.label(), hit.meanMillis(), miss.meanMillis())));
        }
        return findings;
    }
}
