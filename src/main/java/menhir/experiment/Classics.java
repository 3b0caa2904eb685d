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

/** One client of each original store's API, compared with the originals' measurements. */
final class Classics implements Experiment {

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int WARMUP_SECONDS = 3;
    private static final int QUERIES = 1_000;
    private static final int QUICK_QUERIES = 100;
    private static final double TOY_QUERIES_SECONDS = 8.4;
    private static final List<String> TOYS = List.of("Tux", "Whale", "Elephant", "Bird");

    /** Latencies of a kind of request; {@code originalMillis} is the original's mean. */
    private record Measured(String system, String request, double originalMillis, Histogram micros) {
        Measured(String system, String request, double originalMillis) {
            this(system, request, originalMillis, new Histogram(SIGNIFICANT_DIGITS));
        }

        <T> T time(Callable<T> call) throws InterruptedException {
            long start = System.nanoTime();
            try {
                T result = call.call();
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
                return result;
            } catch (InterruptedException | RuntimeException failed) {
                throw failed;
            } catch (Exception checked) {
                throw new IllegalStateException(checked);
            }
        }

        Latency latency() {
            return Latency.of(request, micros);
        }
    }

    /** Latencies of all kinds of request, and numbers of errors. */
    private static final class Measurements {
        final Measured lookup = new Measured("stock bazaar", "lookup", 4.55);
        final Measured trade = new Measured("stock bazaar", "trade", 19.38);
        final Measured orderLookup = new Measured("stock bazaar", "order lookup", 0.90);
        final Measured search = new Measured("bookstore", "search", 67);
        final Measured bookLookup = new Measured("bookstore", "lookup", 90);
        final Measured buy = new Measured("bookstore", "buy", 397);
        final Measured query =
                new Measured("toy store", "query", TimeUnit.SECONDS.toMillis(1) * TOY_QUERIES_SECONDS / QUERIES);
        long rejected;
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
    public String description() {
        return "one client of each original store's API";
    }

    @Override
    public int defaultSeconds() {
        return 10;
    }

    private static long warmup(Options options) {
        return options.quick() ? 1 : WARMUP_SECONDS;
    }

    @Override
    public long plannedSeconds(Options options) {
        return 3 * warmup(options) + 2L * options.seconds() + 4;
    }

    @Override
    public Report run(Lab lab, Options options) throws IOException, InterruptedException {
        ClusterSpec spec = ClusterSpec.stocks(ClusterSpec.CACHE_ON, ClusterSpec.PLENTY);
        for (String store : List.of("books", "toys")) {
            // Restocked all the time, because a rejection has another latency than a sale.
            spec = spec.withSetting("stores." + store + ".enabled", "true")
                    .withSetting("stores." + store + ".restock.every", "\"100 ms\"")
                    .withSetting("stores." + store + ".restock.below", "10000")
                    .withSetting("stores." + store + ".restock.to", "100000");
        }
        LabCluster cluster = lab.cluster(spec);
        Clients clients = cluster.clients();
        List<String> stocks = List.copyOf(clients.quantities().keySet());
        Measurements warmup = new Measurements();
        Measurements measured = new Measurements();
        lab.during(warmup(options), "stock bazaar, warm-up", running -> bazaar(clients, stocks, warmup, running));
        lab.during(options.seconds(), "stock bazaar", running -> bazaar(clients, stocks, measured, running));
        lab.during(warmup(options), "bookstore, warm-up", running -> bookstore(clients, warmup, running));
        lab.during(options.seconds(), "bookstore", running -> bookstore(clients, measured, running));
        int queries = options.quick() ? QUICK_QUERIES : QUERIES;
        lab.during(warmup(options), "toy store, warm-up", running -> toys(clients, warmup, queries));
        lab.during(4, "toy store", running -> toys(clients, measured, queries));
        return report(options, measured, queries);
    }

    private static Measurements bazaar(Clients clients, List<String> names, Measurements run, BooleanSupplier running)
            throws InterruptedException {
        Clients.SingleClient client = clients.single("stocks", RequestListener.NONE);
        for (int n = 0; running.getAsBoolean(); n++) {
            String name = names.get(n % names.size());
            run.lookup.time(() -> client.lookup(name));
            OptionalLong order = run.trade.time(() -> client.buy(name, 1));
            if (order.isEmpty()) {
                run.rejected++;
            } else if (!run.orderLookup.time(() -> client.hasOrder(order.getAsLong()))) {
                run.missing++;
            }
        }
        return run;
    }

    private static Measurements bookstore(Clients clients, Measurements run, BooleanSupplier running)
            throws InterruptedException {
        Clients.SingleClient client = clients.single("books", RequestListener.NONE);
        for (int n = 0; running.getAsBoolean(); n++) {
            String topic = n % 2 == 0 ? "DS" : "GS";
            String number = Integer.toString(1 + n % 7);
            run.search.time(() -> client.search(topic));
            run.bookLookup.time(() -> client.lookup(number));
            run.rejected += run.buy.time(() -> client.buy(number, 1)).isEmpty() ? 1 : 0;
        }
        return run;
    }

    private static Measurements toys(Clients clients, Measurements run, int queries) throws InterruptedException {
        Clients.SingleClient client = clients.single("toys", RequestListener.NONE);
        long start = System.nanoTime();
        for (int n = 0; n < queries; n++) {
            String toy = TOYS.get(n % TOYS.size());
            run.query.time(() -> client.lookup(toy));
        }
        run.queriesSeconds = (System.nanoTime() - start) / 1e9;
        return run;
    }

    private Report report(Options options, Measurements run, int queries) {
        Table.Builder table = new Table.Builder(
                "times",
                "Latencies seen by the client, and the originals' means.",
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
            Latency latency = each.latency();
            table.row(
                    each.system(),
                    each.request(),
                    latency.count(),
                    latency.meanMillis(),
                    latency.p50Millis(),
                    latency.p99Millis(),
                    each.originalMillis());
            groups.add(each.system() + ": " + each.request());
            here.add(Math.round(latency.meanMillis() * 100) / 100.0);
            originals.add(each.originalMillis());
        }
        List<Report.Finding> findings = List.of(
                Report.Finding.check(
                        run.rejected == 0 && run.missing == 0,
                        "rejected orders: %d; acknowledged orders that were not found: %d"
                                .formatted(run.rejected, run.missing)),
                Report.Finding.measured("%,d toy store queries took %.2f s".formatted(queries, run.queriesSeconds)));
        return new Report(
                "The original stores' APIs",
                "One client at a time uses the API of each original system: the stock bazaar's (lookup, trade, order lookup),"
                        + " the bookstore's (search, lookup, buy), and the toy store's (query). Caches are on, as in the"
                        + " originals.",
                parameters(options, queries),
                findings,
                List.of(new Figure(
                        "times",
                        "Mean latency of each kind of request, here and in the original system.",
                        Plots.bars(
                                "Latency here and in the originals",
                                "",
                                "mean [ms]",
                                groups,
                                List.of("here", "original"),
                                List.of(here, originals)))),
                List.of(table.build()),
                Baselines.none(),
                Baselines.CLASSICS_COMPARABILITY);
    }

    private static Map<String, String> parameters(Options options, int queries) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", "3, each with a replica; data.sync = power (default)");
        parameters.put("clients", "1, connected to one node");
        parameters.put("toy store queries", Integer.toString(queries));
        parameters.put("duration of a measurement", options.seconds() + " s" + (options.quick() ? " (quick)" : ""));
        return parameters;
    }
}
