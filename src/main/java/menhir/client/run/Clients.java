package menhir.client.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import menhir.client.TerminalText;
import menhir.client.api.BooksDialect;
import menhir.client.api.Dialect;
import menhir.client.api.GamesDialect;
import menhir.client.api.ItemView;
import menhir.client.api.LookupResult;
import menhir.client.api.OrderOutcome;
import menhir.client.api.OrderRequest;
import menhir.client.api.RequestKind;
import menhir.client.api.Trade;
import menhir.client.command.RunCommand;
import menhir.client.events.Watch;
import menhir.client.http.NoServerException;
import menhir.client.http.RetryPolicy;
import menhir.client.http.ServerAddress;
import menhir.client.http.StoreClient;
import menhir.client.load.LoadDriver;
import menhir.client.load.LoadPlan;
import menhir.client.load.LoadResult;
import org.jspecify.annotations.Nullable;

/**
 * The client program for other programs, such as experiments: the same clients, over the same fail-over, with the same
 * checks. All methods but {@link #load} throw an unchecked exception that names the last failure when no server gives an
 * answer of use before the deadline.
 */
public final class Clients {

    /** Clients that walk until they are stopped stop here at the latest. */
    private static final int ITERATIONS = RunCommand.ITERATIONS_LIMIT;

    private final StoreClient connection;
    private @Nullable List<String> names;

    /**
     * Clients of a store.
     *
     * @param servers of the form host:port; clients begin with different ones
     * @param timeoutMillis for one attempt at one server
     * @param deadlineMillis for a request, over all its attempts
     */
    public Clients(List<String> servers, String store, long timeoutMillis, long deadlineMillis) {
        connection = new StoreClient(
                servers.stream().map(ServerAddress::parse).toList(),
                store,
                Dialect.CANONICAL,
                new RetryPolicy(timeoutMillis, deadlineMillis));
    }

    /** How a random walk goes: the parts of the run that people vary. */
    public record Walk(int clients, double orderProbability, double sellShare, long thinkMillis, long seed) {}

    /**
     * What came of a walk, and of looking its orders up again at the end.
     *
     * @param accepted orders that were acknowledged
     * @param unknown orders of which no server could say whether they were done
     * @param wrong orders that stand otherwise than they were acknowledged, or two with one number
     * @param missing acknowledged orders that are not there
     * @param findings what is wrong, in words, and why clients gave up
     */
    public record Walked(
            long accepted,
            long refused,
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

        /** Whether every acknowledged order was looked up and stands as it was sent. */
        public boolean isSound() {
            return wrong == 0 && missing == 0 && unchecked == 0 && checked == accepted;
        }
    }

    /** What a lookup found, and whether it came from a front-end's cache. */
    public record Found(long quantity, boolean hit) {}

    /** What a load run measured; {@code rows} are for lookups, orders and all. */
    public record Loaded(
            List<Latency> rows,
            double requestsPerSecond,
            long accepted,
            long refused,
            long unexpected,
            long retries,
            String lastFailure) {}

    /** What is in stock, by the items' names. */
    public Map<String, Long> quantities() throws InterruptedException {
        Map<String, Long> quantities = new LinkedHashMap<>();
        items().forEach(item -> quantities.put(item.name(), item.quantity()));
        return quantities;
    }

    private List<ItemView> items() throws InterruptedException {
        @Nullable List<ItemView> items = connection.items();
        if (items == null) {
            throw new NoServerException("the servers know no store '" + connection.store() + "'");
        }
        return items;
    }

    /** The items' names, asked for once. */
    private synchronized List<String> names() throws InterruptedException {
        List<String> known = names;
        if (known == null) {
            known = items().stream().map(ItemView::name).toList();
            names = known;
        }
        return known;
    }

    /** Clients walk over all items at random, until they may not go on; then each looks its orders up. */
    public Walked walk(Walk walk, Watch watch, BooleanSupplier goesOn) throws InterruptedException {
        WalkPlan plan = new WalkPlan(
                ITERATIONS, true, walk.orderProbability(), 1, walk.sellShare(), walk.thinkMillis(), names());
        WorkloadRunner fleet = new WorkloadRunner(connection, plan, walk.clients(), walk.seed());
        WorkloadRunner.Result result = fleet.run(Progress.none(), watch, goesOn);
        RunMetrics.Counts counts = result.counts();
        OrderCheck.Verdict verdict = result.verdict();
        List<String> findings = new ArrayList<>(verdict.findings());
        findings.addAll(result.failures());
        return new Walked(
                counts.accepted(),
                counts.refused(),
                counts.unknown(),
                counts.replayed(),
                counts.retries(),
                counts.failovers(),
                counts.longestWithoutSuccessMillis(),
                result.elapsedMillis(),
                verdict.checked(),
                verdict.wrong(),
                verdict.missing(),
                verdict.unchecked(),
                List.copyOf(findings));
    }

    /** One client that does as it is told. For one thread. */
    public One one(Watch watch) {
        return new One(connection.session(0, new RunMetrics(watch)));
    }

    /**
     * One client of a classical system, which speaks its paths, to the store of the same name.
     *
     * @param dialect stocks, books or toys
     */
    public One one(String dialect, Watch watch) {
        Dialect spoken = Dialect.valueOf(dialect.toUpperCase(Locale.ROOT));
        StoreClient other = new StoreClient(connection.servers(), spoken.defaultStore(), spoken, connection.policy());
        return new One(other.session(0, new RunMetrics(watch)));
    }

    /** A single client. */
    public static final class One {
        private final Session session;

        private One(Session session) {
            this.session = session;
        }

        /** Looks an item up that there is. */
        public Found lookup(String item) throws InterruptedException {
            LookupResult looked = session.lookup(item);
            if (looked.item() == null) {
                throw new NoServerException("there is no item '" + TerminalText.line(item) + "'");
            }
            return new Found(looked.item().quantity(), looked.kind() == RequestKind.LOOKUP_HIT);
        }

        /** Asks for a team's medals by the old path; false when no server answered before the deadline. */
        public boolean medals(String team) throws InterruptedException {
            try {
                session.unmeasured(GamesDialect.medals(team));
                return true;
            } catch (NoServerException unanswered) {
                return false;
            }
        }

        /** Asks the bookstore for the books of a topic, and gives their number. */
        public int search(String topic) throws InterruptedException {
            return session.unmeasured(new BooksDialect(Dialect.BOOKS.defaultStore()).search(topic))
                    .size();
        }

        /** Whether there is an order of this number. */
        public boolean hasOrder(long number) throws InterruptedException {
            return session.orderByNumber(number).isPresent();
        }

        /** Buys; gives the order's number (0 where the dialect tells none), or nothing when the order was refused. */
        public OptionalLong buy(String item, int quantity) throws InterruptedException {
            return session.order(OrderRequest.fresh(Trade.BUY, item, quantity))
                            instanceof OrderOutcome.Accepted accepted
                    ? OptionalLong.of(accepted.number())
                    : OptionalLong.empty();
        }
    }

    /** Sends as many requests as the servers answer, over so many kept-alive connections, half of the orders sells. */
    public Loaded load(int connections, double orderShare, long warmupMillis, long measuredMillis, long seed)
            throws IOException, InterruptedException {
        LoadPlan plan = new LoadPlan(
                connection.servers(),
                connections,
                warmupMillis,
                measuredMillis,
                orderShare,
                0.5,
                names(),
                connection.policy().timeoutMillis(),
                seed);
        LoadResult result = new LoadDriver(plan, connection.canonical()).run();
        return new Loaded(
                result.rows(),
                result.requestsPerSecond(),
                result.accepted(),
                result.refused(),
                result.unexpected(),
                result.retries(),
                result.lastFailure());
    }
}
