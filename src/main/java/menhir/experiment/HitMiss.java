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

/** What a cache is worth, what it costs to keep it true, and whether it is. */
final class HitMiss implements Experiment {

    private static final int WARMUP_SECONDS = 4;
    private static final int ASKED_AGAIN = 20;
    private static final List<Double> PERCENTILES =
            List.of(0.0, 5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 98.0, 99.0);

    /** How often something was otherwise than it must be. */
    private static final class Wrong {
        long stale;
        long hitsAfterOrder;
        long refused;
    }

    /** Where the order is sent: to the node whose cache is asked, or to another one. */
    private record Arrangement(String label, Latencies latencies, Wrong wrong) {}

    @Override
    public String name() {
        return "hit-miss";
    }

    @Override
    public String about() {
        return "a hit, the order that takes it out of the cache, and the miss after it";
    }

    @Override
    public int usualSeconds() {
        return 20;
    }

    @Override
    public long plannedSeconds(Options scale) {
        return 2L * scale.seconds() + warmup(scale);
    }

    private static long warmup(Options scale) {
        return scale.quick() ? 1 : WARMUP_SECONDS;
    }

    @Override
    public Report run(Lab lab) throws IOException, InterruptedException {
        LabCluster cluster = lab.cluster(ClusterSpec.stocks(ClusterSpec.CACHE_ON, ClusterSpec.PLENTY));
        List<String> items = List.copyOf(cluster.clients().quantities().keySet());
        Arrangement same = new Arrangement("order at the same node", new Latencies(), new Wrong());
        Arrangement other = new Arrangement("order at another node", new Latencies(), new Wrong());
        LabNode leader = cluster.awaitLeader();
        // Not at the leader's node: there the order would spare a way that it has to go from all the others.
        List<LabNode> followers =
                cluster.nodes().stream().filter(node -> node != leader).toList();
        lab.during(warmup(lab.scale()), "warming up", goesOn -> {
            Arrangement nowhere = new Arrangement("", new Latencies(), new Wrong());
            rounds(cluster, followers.get(0), followers.get(1), items, nowhere, goesOn);
            return nowhere;
        });
        lab.during(lab.scale().seconds(), same.label(), goesOn -> {
            rounds(cluster, followers.get(0), followers.get(0), items, same, goesOn);
            return same;
        });
        lab.during(lab.scale().seconds(), other.label(), goesOn -> {
            rounds(cluster, followers.get(0), followers.get(1), items, other, goesOn);
            return other;
        });
        return report(lab.scale(), List.of(same, other));
    }

    private static void rounds(
            LabCluster cluster,
            LabNode reads,
            LabNode orders,
            List<String> items,
            Arrangement arrangement,
            BooleanSupplier goesOn)
            throws InterruptedException {
        Clients.SingleClient unmeasured = cluster.clientsOf(List.of(reads)).single(new Latencies());
        Clients.SingleClient reader = cluster.clientsOf(List.of(reads)).single(arrangement.latencies());
        Clients.SingleClient buyer = cluster.clientsOf(List.of(orders)).single(arrangement.latencies());
        for (int round = 0; goesOn.getAsBoolean(); round++) {
            String item = items.get(round % items.size());
            for (int i = 0; i < ASKED_AGAIN && !unmeasured.lookup(item).cacheHit(); i++) {
                // A lease may just have begun anew: then it takes another lookup until the item is in the cache.
                Thread.onSpinWait();
            }
            Stock before = reader.lookup(item);
            OptionalLong order = buyer.buy(item, 1);
            Stock after = reader.lookup(item);
            Wrong wrong = arrangement.wrong();
            wrong.refused += order.isEmpty() ? 1 : 0;
            wrong.stale += after.quantity() == before.quantity() - (order.isEmpty() ? 0 : 1) ? 0 : 1;
            wrong.hitsAfterOrder += after.cacheHit() ? 1 : 0;
        }
    }

    private Report report(Options scale, List<Arrangement> arrangements) {
        Table.Builder table = new Table.Builder(
                "latencies",
                "Times as the client sees them, over HTTP on the loopback address.",
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
                Latency time = arrangement.latencies().of(kinds.get(i));
                means.add(rounded(time.meanMillis()));
                table.row(
                        arrangement.label(),
                        names.get(i),
                        time.count(),
                        time.meanMillis(),
                        time.p50Millis(),
                        time.p99Millis(),
                        time.maxMillis());
            }
            bars.add(means);
        }
        List<String> labels = arrangements.stream().map(Arrangement::label).toList();
        Figure means = new Figure(
                "means",
                "Mean time of a hit, of the order that invalidates it, and of the miss after it.",
                Plots.bars("Hit, order, miss", "", "mean [ms]", names, labels, bars));
        return new Report(
                "A hit, an order, a miss",
                "One client looks an item up that the node's cache holds, buys one of it, and looks it up again. The"
                        + " order is acknowledged only when no cache holds the old quantity any more, so the second lookup"
                        + " must be a miss, and must show one less.",
                parameters(scale),
                findings(arrangements),
                List.of(means, percentiles(arrangements.get(1), kinds, names)),
                List.of(table.table()),
                Baselines.hitMiss(),
                Baselines.HIT_MISS_COMPARABLE);
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
                "So many percent of the requests were answered within this time (" + arrangement.label() + ").",
                Plots.lines("Percentiles, " + arrangement.label(), "percent of requests", "time [ms]", lines));
    }

    private static Map<String, String> parameters(Options scale) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", "3, one replica each; data.sync = power, as by default");
        parameters.put("clients", "1; it asks a node that does not lead");
        parameters.put("each measurement", scale.seconds() + " s" + (scale.quick() ? " (quick)" : ""));
        return parameters;
    }

    private static List<Report.Finding> findings(List<Arrangement> arrangements) {
        List<Report.Finding> findings = new ArrayList<>();
        for (Arrangement arrangement : arrangements) {
            Latency hit = arrangement.latencies().of(RequestKind.LOOKUP_HIT);
            Latency miss = arrangement.latencies().of(RequestKind.LOOKUP_MISS);
            Wrong wrong = arrangement.wrong();
            long rounds = arrangement.latencies().of(RequestKind.ORDER).count();
            findings.add(new Report.Finding(
                    rounds > 0 && wrong.stale == 0 && wrong.hitsAfterOrder == 0 && wrong.refused == 0,
                    "%s: %,d rounds; %d lookups after an order showed an old quantity, %d came from the cache; %d orders were refused"
                            .formatted(arrangement.label(), rounds, wrong.stale, wrong.hitsAfterOrder, wrong.refused)));
            findings.add(new Report.Finding(
                    true,
                    "%s: a hit takes %.2f ms on average, a miss %.2f ms"
                            .formatted(arrangement.label(), hit.meanMillis(), miss.meanMillis())));
        }
        return findings;
    }
}
