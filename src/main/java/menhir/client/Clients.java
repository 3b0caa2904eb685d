package menhir.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import menhir.client.api.BooksDialect;
import menhir.client.api.CacheStatus;
import menhir.client.api.Dialect;
import menhir.client.api.GamesDialect;
import menhir.client.api.ItemView;
import menhir.client.api.LookupResult;
import menhir.client.api.OrderOutcome;
import menhir.client.api.OrderRequest;
import menhir.client.api.Trade;
import menhir.client.http.ClientKey;
import menhir.client.http.NoServerException;
import menhir.client.http.RetryPolicy;
import menhir.client.http.ServerAddress;
import menhir.client.http.ServerPool;
import menhir.client.load.LoadDriver;
import menhir.client.load.LoadPlan;
import menhir.client.load.LoadResult;
import menhir.client.load.RequestMix;
import menhir.client.metrics.RequestListener;
import menhir.client.run.ItemNames;
import menhir.client.run.RunMetrics;
import menhir.client.run.RunResult;
import menhir.client.run.Session;
import menhir.client.run.StoreClient;
import menhir.client.run.Verification;
import menhir.client.run.WalkPlan;
import menhir.client.run.WorkloadRunner;
import menhir.client.terminal.TerminalText;
import org.jspecify.annotations.Nullable;

/**
 * The client program for other programs, such as experiments: the same clients, fail-over and verification. All methods
 * except {@link #load} throw an unchecked exception that names the last failure if no server gives a usable response
 * before the deadline.
 */
public final class Clients {

    private final StoreClient client;
    private @Nullable List<String> names;

    /**
     * Clients of a store.
     *
     * @param servers as host:port; clients start with different ones
     * @param timeoutMillis limit of one attempt at one server
     * @param deadlineMillis limit of a request, over all its attempts
     */
    public Clients(List<String> servers, String store, long timeoutMillis, long deadlineMillis) {
        ServerPool pool = ServerPool.of(
                servers.stream().map(ServerAddress::parse).toList(),
                new RetryPolicy(timeoutMillis, deadlineMillis),
                ClientKey.fromEnvironment(),
                null);
        client = new StoreClient(pool, store, Dialect.CANONICAL);
    }

    /**
     * The parameters of a random walk.
     *
     * @param orderProbability of an order after a lookup, 0 to 1
     * @param sellShare share of the orders that sell, 0 to 1
     * @param thinkMillis pause after each iteration
     */
    public record Walk(int clients, double orderProbability, double sellShare, long thinkMillis, long seed) {}

    /**
     * The result of a walk and of the verification of its orders.
     *
     * @param accepted orders that were acknowledged
     * @param unknown orders without a usable response
     * @param checked acknowledged orders that were looked up at the end
     * @param wrong orders that are stored otherwise than they were sent, or under a number that was given twice
     * @param missing acknowledged orders that are not stored
     * @param unchecked acknowledged orders for whose lookup no server was available
     * @param findings descriptions of wrong or missing orders, and why clients ended early
     */
    public record WalkResult(
            long accepted,
            long rejected,
            long unknown,
            long replayed,
            long retries,
            long failovers,
            long longestWithoutSuccessMillis,
            long elapsedMillis,
            long checked,
            long wrong,
            long missing,
            long unchecked,
            List<String> findings) {

        static WalkResult of(RunResult result) {
            RunMetrics.Counts counts = result.counts();
            Verification verification = result.verification();
            List<String> findings = new ArrayList<>(verification.findings());
            findings.addAll(result.failures());
            return new WalkResult(
                    counts.accepted(),
                    counts.rejected(),
                    counts.unknown(),
                    counts.replayed(),
                    counts.retries(),
                    counts.failovers(),
                    counts.longestWithoutSuccessMillis(),
                    result.elapsedMillis(),
                    verification.checked(),
                    verification.wrong(),
                    verification.missing(),
                    verification.unchecked(),
                    List.copyOf(findings));
        }

        /** Whether every acknowledged order was looked up and is stored as it was sent. */
        public boolean passed() {
            return wrong == 0 && missing == 0 && unchecked == 0 && checked == accepted;
        }
    }

    /**
     * The stock of an item.
     *
     * @param cacheHit whether the response came from a front-end's cache
     */
    public record Stock(long quantity, boolean cacheHit) {}

    /** The stock of all items, by name. */
    public Map<String, Long> quantities() throws InterruptedException {
        Map<String, Long> quantities = new LinkedHashMap<>();
        for (ItemView item : client.items()) {
            quantities.put(item.name(), item.quantity());
        }
        return quantities;
    }

    /** The items' names, requested once. */
    private synchronized List<String> names() throws InterruptedException {
        List<String> known = names;
        if (known == null) {
            known = ItemNames.choose(client, null);
            names = known;
        }
        return known;
    }

    /**
     * Runs a random walk over all items, then verifies its orders.
     *
     * @param goesOn checked before each iteration of each client; the walk ends at the first false
     */
    public WalkResult walk(Walk walk, RequestListener listener, BooleanSupplier goesOn) throws InterruptedException {
        WalkPlan plan = new WalkPlan(
                WalkPlan.MAX_ITERATIONS,
                true,
                walk.orderProbability(),
                1,
                walk.sellShare(),
                walk.thinkMillis(),
                names());
        WorkloadRunner runner = new WorkloadRunner(client, plan, walk.clients(), walk.seed());
        return WalkResult.of(runner.run(() -> {}, listener, goesOn));
    }

    /** A single client. */
    public SingleClient single(RequestListener listener) {
        return new SingleClient(client.session(listener));
    }

    /**
     * A single client of a classical system, in its dialect and to the store of the same name.
     *
     * @param dialect stocks, books or toys
     */
    public SingleClient single(String dialect, RequestListener listener) {
        Dialect classical = Dialect.valueOf(dialect.toUpperCase(Locale.ROOT));
        StoreClient other = new StoreClient(client.pool(), classical.defaultStore(), classical);
        return new SingleClient(other.session(listener));
    }

    /** A single client. For one thread. */
    public static final class SingleClient {
        private final Session session;

        private SingleClient(Session session) {
            this.session = session;
        }

        /** Looks up an item, which must exist. */
        public Stock lookup(String item) throws InterruptedException {
            LookupResult result = session.lookup(item);
            if (result.item() == null) {
                throw new IllegalArgumentException("there is no item '" + TerminalText.line(item) + "'");
            }
            return new Stock(result.item().quantity(), result.cache() == CacheStatus.HIT);
        }

        /** Requests a team's medals by the classical path; false if no server answered before the deadline. */
        public boolean medals(String team) throws InterruptedException {
            try {
                session.send(GamesDialect.medals(team));
                return true;
            } catch (NoServerException unanswered) {
                return false;
            }
        }

        /** Requests the bookstore's books of a topic, and returns their number. */
        public int search(String topic) throws InterruptedException {
            return session.send(new BooksDialect(Dialect.BOOKS.defaultStore()).search(topic))
                    .size();
        }

        /** Whether there is an order of this number. */
        public boolean hasOrder(long number) throws InterruptedException {
            return session.orderByNumber(number).isPresent();
        }

        /** Buys; returns the order's number (0 if the dialect shows none), or nothing if the order was rejected. */
        public OptionalLong buy(String item, int quantity) throws InterruptedException {
            return session.order(OrderRequest.fresh(Trade.BUY, item, quantity))
                            instanceof OrderOutcome.Accepted accepted
                    ? OptionalLong.of(accepted.number())
                    : OptionalLong.empty();
        }
    }

    /**
     * Runs the closed-loop load driver over all items; half of the orders sell, so that the stock stays about the same.
     *
     * @param connections kept-alive connections at once
     * @param orderShare share of the requests that are orders, 0 to 1
     */
    public LoadResult load(int connections, double orderShare, long warmupMillis, long measuredMillis, long seed)
            throws IOException, InterruptedException {
        LoadPlan plan = new LoadPlan(
                client.servers(),
                connections,
                warmupMillis,
                measuredMillis,
                0,
                RequestMix.orders(orderShare, 0.5),
                names(),
                client.pool().policy().timeoutMillis(),
                seed);
        return new LoadDriver(plan, client.canonical()).run();
    }
}
