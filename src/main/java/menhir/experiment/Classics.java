package menhir.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import menhir.client.Clients;
import menhir.client.metrics.Latency;
import menhir.client.metrics.RequestListener;
import menhir.experiment.lab.ClusterSpec;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;
import menhir.experiment.report.Report;
import menhir.experiment.report.Table;
import org.HdrHistogram.Histogram;

/** One client of each classical store, in its own language, beside what the originals' authors measured. */
final class Classics implements Experiment {

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int WARMUP_SECONDS = 3;
    private static final int QUERIES = 1_000;
    private static final int QUICK_QUERIES = 100;
    private static final double TOY_QUERIES_SECONDS = 8.4;
    private static final List<String> TOYS = List.of("Tux", "Whale", "Elephant", "Bird");

    /** What was measured of one kind of request; {@code originalMillis} is what the original took. */
    private record Measured(String system, String request, double originalMillis, Histogram micros) {
        Measured(String system, String request, double originalMillis) {
            this(system, request, originalMillis, new Histogram(SIGNIFICANT_DIGITS));
        }

        <T> T time(Callable<T> call) throws InterruptedException {
            long begun = System.nanoTime();
            try {
                T result = call.call();
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun));
                return result;
            } catch (InterruptedException | RuntimeException failed) {
                throw failed;
            } catch (Exception checked) {
                throw new IllegalStateException(checked);
            }
        }

        Latency times() {
            return Latency.of(request, micros);
        }
    }

    /** All kinds of request, and what went wrong. */
    private static final class Run {
        final Measured lookup = new Measured("stock bazaar", "lookup", 4.55);
        final Measured trade = new Measured("stock bazaar", "trade", 19.38);
        final Measured orderLookup = new Measured("stock bazaar", "order lookup", 0.90);
        final Measured search = new Measured("bookstore", "search", 67);
        final Measured bookLookup = new Measured("bookstore", "lookup", 90);
        final Measured buy = new Measured("bookstore", "buy", 397);
        final Measured query =
                new Measured("toy store", "query", TimeUnit.SECONDS.toMillis(1) * TOY_QUERIES_SECONDS / QUERIES);
        long refused;
        long missing;
        double queriesSeconds;

        List<Measured> all() {
            return List.of(lookup, trade, orderLookup, search, bookLookup, buy, query);
        }
    }

    @Override
    public String name() {
        return "classics";
    }

    @Override
    public String about() {
        return "one client of each classical store, in its own language";
    }

    @Override
    public int usualSeconds() {
        return 10;
    }

    private static long warmup(Options scale) {
        return scale.quick() ? 1 : WARMUP_SECONDS;
    }

    @Override
    public long plannedSeconds(Options scale) {
        return 3 * warmup(scale) + 2L * scale.seconds() + 4;
    }

    @Override
    public Report run(Lab lab) throws IOException, InterruptedException {
        Options scale = lab.scale();
        ClusterSpec setup = ClusterSpec.stocks(ClusterSpec.CACHE_ON, ClusterSpec.PLENTY);
        for (String store : List.of("books", "toys")) {
            // Filled up all the time: this is about times, and a refusal takes another time than a sale.
            setup = setup.withSetting("stores." + store + ".enabled", "true")
                    .withSetting("stores." + store + ".restock.every", "\"100 ms\"")
                    .withSetting("stores." + store + ".restock.below", "10000")
                    .withSetting("stores." + store + ".restock.to", "100000");
        }
        LabCluster cluster = lab.cluster(setup);
        Clients clients = cluster.clients();
        List<String> stocks = List.copyOf(clients.quantities().keySet());
        Run warming = new Run();
        Run run = new Run();
        lab.during(warmup(scale), "stock bazaar, warming up", goesOn -> bazaar(clients, stocks, warming, goesOn));
        lab.during(scale.seconds(), "stock bazaar", goesOn -> bazaar(clients, stocks, run, goesOn));
        lab.during(warmup(scale), "bookstore, warming up", goesOn -> bookstore(clients, warming, goesOn));
        lab.during(scale.seconds(), "bookstore", goesOn -> bookstore(clients, run, goesOn));
        int queries = scale.quick() ? QUICK_QUERIES : QUERIES;
        lab.during(warmup(scale), "toy store, warming up", goesOn -> toys(clients, warming, queries));
        lab.during(4, "toy store", goesOn -> toys(clients, run, queries));
        return report(scale, run, queries);
    }

    private static Run bazaar(Clients clients, List<String> names, Run run, BooleanSupplier goesOn)
            throws InterruptedException {
        Clients.SingleClient client = clients.single("stocks", RequestListener.NONE);
        for (int n = 0; goesOn.getAsBoolean(); n++) {
            String name = names.get(n % names.size());
            run.lookup.time(() -> client.lookup(name));
            OptionalLong order = run.trade.time(() -> client.buy(name, 1));
            if (order.isEmpty()) {
                run.refused++;
            } else if (!run.orderLookup.time(() -> client.hasOrder(order.getAsLong()))) {
                run.missing++;
            }
        }
        return run;
    }

    private static Run bookstore(Clients clients, Run run, BooleanSupplier goesOn) throws InterruptedException {
        Clients.SingleClient client = clients.single("books", RequestListener.NONE);
        for (int n = 0; goesOn.getAsBoolean(); n++) {
            String topic = n % 2 == 0 ? "DS" : "GS";
            String number = Integer.toString(1 + n % 7);
            run.search.time(() -> client.search(topic));
            run.bookLookup.time(() -> client.lookup(number));
            run.refused += run.buy.time(() -> client.buy(number, 1)).isEmpty() ? 1 : 0;
        }
        return run;
    }

    private static Run toys(Clients clients, Run run, int queries) throws InterruptedException {
        Clients.SingleClient client = clients.single("toys", RequestListener.NONE);
        long begun = System.nanoTime();
        for (int n = 0; n < queries; n++) {
            String toy = TOYS.get(n % TOYS.size());
            run.query.time(() -> client.lookup(toy));
        }
        run.queriesSeconds = (System.nanoTime() - begun) / 1e9;
        return run;
    }

    private Report report(Options scale, Run run, int queries) {
        Table.Builder table = new Table.Builder(
                "times",
                "Times as the one client sees them, and the originals' means.",
                "system",
                "request",
                "count",
                "mean [ms]",
                "p50 [ms]",
                "p99 [ms]",
                "original mean [ms]");
        List<String> groups = new ArrayList<>();
        List<Double> here = new ArrayList<>();
        List<Double> originals = new ArrayList<>();
        for (Measured each : run.all()) {
            Latency times = each.times();
            table.row(
                    each.system(),
                    each.request(),
                    times.count(),
                    times.meanMillis(),
                    times.p50Millis(),
                    times.p99Millis(),
                    each.originalMillis());
            groups.add(each.system() + ": " + each.request());
            here.add(Math.round(times.meanMillis() * 100) / 100.0);
            originals.add(each.originalMillis());
        }
        List<Report.Finding> findings = List.of(
                new Report.Finding(
                        run.refused == 0 && run.missing == 0,
                        "%d orders were refused, and %d that were acknowledged were not there a moment later"
                                .formatted(run.refused, run.missing)),
                new Report.Finding(
                        true, "%,d queries of the toy store took %.2f s".formatted(queries, run.queriesSeconds)));
        return new Report(
                "The classical stores, in their own languages",
                "One client at a time speaks each original system's own paths: the stock bazaar's (lookup, trade, lookup of"
                        + " the order), the bookstore's (search, lookup, buy), the toy store's (queries). The caches are on, as"
                        + " they were there.",
                parameters(scale, queries),
                findings,
                List.of(new Figure(
                        "times",
                        "Mean time of each kind of request, here and in the original system.",
                        Plots.bars(
                                "Here and in the originals",
                                "",
                                "mean [ms]",
                                groups,
                                List.of("here", "original"),
                                List.of(here, originals)))),
                List.of(table.table()),
                Baselines.none(),
                Baselines.CLASSICS_COMPARABLE);
    }

    private static Map<String, String> parameters(Options scale, int queries) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", "3, one replica each; data.sync = power, as by default");
        parameters.put("clients", "1; it asks one node");
        parameters.put("queries of the toy store", Integer.toString(queries));
        parameters.put("each measurement", scale.seconds() + " s" + (scale.quick() ? " (quick)" : ""));
        return parameters;
    }
}
