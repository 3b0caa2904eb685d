package menhir.client.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import menhir.client.api.CanonicalApi;
import menhir.client.api.Dialect;
import menhir.client.api.ItemView;
import menhir.client.run.RunMetrics;
import menhir.client.run.Session;
import org.jspecify.annotations.Nullable;

/** Which servers, which store on them, in which dialect: what sessions are made from. Thread-safe. */
public final class StoreClient {

    /** More names than this are not fetched: a walk over so many is as random. */
    private static final int NAMES_LIMIT = 100_000;

    private final List<ServerAddress> servers;
    private final String store;
    private final Dialect dialect;
    private final RetryPolicy policy;
    private final HttpCaller caller;

    public StoreClient(List<ServerAddress> servers, String store, Dialect dialect, RetryPolicy policy) {
        this.servers = List.copyOf(servers);
        this.store = store;
        this.dialect = dialect;
        this.policy = policy;
        caller = new HttpCaller(policy.timeoutMillis());
    }

    public List<ServerAddress> servers() {
        return servers;
    }

    public String store() {
        return store;
    }

    public Dialect dialect() {
        return dialect;
    }

    public RetryPolicy policy() {
        return policy;
    }

    public HttpCaller caller() {
        return caller;
    }

    public CanonicalApi canonical() {
        return new CanonicalApi(store);
    }

    /** The same, beginning with this server. */
    public StoreClient beginningAt(ServerAddress first) {
        List<ServerAddress> ordered = new ArrayList<>(servers);
        ordered.remove(first);
        ordered.add(0, first);
        return new StoreClient(ordered, store, dialect, policy);
    }

    /**
     * TODO summary.
     *
     * @param client its number; clients begin with different servers
     */
    public Session session(int client, RunMetrics tally) {
        return new Session(dialect.api(store), new Failover(servers, client, caller, policy, tally), tally);
    }

    /** One that nobody measures. */
    public Session session() {
        return session(0, new RunMetrics());
    }

    /** All items, or null when the servers know no such store. */
    @Nullable
    public List<ItemView> items() throws InterruptedException {
        return items(null);
    }

    /** All items of a topic, if one is given; null when the servers know no such store. */
    @Nullable
    public List<ItemView> items(@Nullable String topic) throws InterruptedException {
        Session session = session();
        List<ItemView> items = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        String after = null;
        do {
            CanonicalApi.ItemPage page =
                    session.unmeasured(canonical().items(topic, after)).orElse(null);
            if (page == null) {
                return null;
            }
            int before = seen.size();
            for (ItemView item : page.items()) {
                if (seen.add(item.name())) {
                    items.add(item);
                }
            }
            // A page without news would otherwise let a broken server keep us asking for ever.
            after = seen.size() > before ? page.next() : null;
        } while (after != null && items.size() < NAMES_LIMIT);
        return items;
    }
}
