package menhir.client.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import menhir.client.api.CanonicalApi;
import menhir.client.api.Dialect;
import menhir.client.api.ItemView;
import menhir.client.http.ApiCall;
import menhir.client.http.ServerAddress;
import menhir.client.http.ServerPool;
import menhir.client.metrics.RequestListener;
import org.jspecify.annotations.Nullable;

/** A store on a pool of servers, in one dialect; it opens the sessions of clients. Thread-safe. */
public final class StoreClient {

    /** Where listing the items stops: a run over more items would be no more random. */
    private static final int ITEMS_LIMIT = 100_000;

    private final ServerPool pool;
    private final String store;
    private final Dialect dialect;

    public StoreClient(ServerPool pool, String store, Dialect dialect) {
        this.pool = pool;
        this.store = store;
        this.dialect = dialect;
    }

    public ServerPool pool() {
        return pool;
    }

    public List<ServerAddress> servers() {
        return pool.servers();
    }

    public String store() {
        return store;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** The canonical API of this store, whatever the dialect. */
    public CanonicalApi canonical() {
        return new CanonicalApi(store);
    }

    /** This store on the same servers, of which this one is tried first. */
    public StoreClient startingWith(ServerAddress first) {
        return new StoreClient(pool.startingWith(first), store, dialect);
    }

    /** This store on one server, without fail-over. */
    public StoreClient only(ServerAddress server) {
        return new StoreClient(pool.only(server), store, dialect);
    }

    /**
     * A session of one client.
     *
     * @param client its number; clients with different numbers start with different servers
     */
    Session session(int client, RunMetrics metrics) {
        return new Session(dialect.api(store), pool.failover(client, metrics), metrics);
    }

    /** A session of a single client, without metrics. */
    public Session session() {
        return session(RequestListener.NONE);
    }

    /** A session of a single client, which notifies the listener of each request. */
    public Session session(RequestListener listener) {
        return session(0, new RunMetrics(listener));
    }

    /** Sends one call in a session of its own. */
    public <T> T send(ApiCall<T> call) throws InterruptedException {
        return session().send(call);
    }

    /**
     * All items.
     *
     * @throws UnusableStoreException if the servers know no such store
     */
    public List<ItemView> items() throws InterruptedException {
        return items(null);
    }

    /**
     * The items of a topic.
     *
     * @param topic null for all items
     * @throws UnusableStoreException if the servers know no such store
     */
    public List<ItemView> items(@Nullable String topic) throws InterruptedException {
        Session session = session();
        List<ItemView> items = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String after = null;
        do {
            CanonicalApi.ItemPage page = session.send(canonical().items(topic, after))
                    .orElseThrow(() -> UnusableStoreException.unknown(store));
            int before = names.size();
            for (ItemView item : page.items()) {
                if (names.add(item.name())) {
                    items.add(item);
                }
            }
            // Stops at a page without a new item: a faulty server could otherwise continue the list endlessly.
            after = names.size() > before ? page.next() : null;
        } while (after != null && items.size() < ITEMS_LIMIT);
        return items;
    }
}
