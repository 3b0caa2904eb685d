package menhir.client;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which servers, which store on them, in which dialect: what sessions are made from. Thread-safe. */
final class Connection {

    /** More names than this are not fetched: a walk over so many is as random. */
    private static final int NAMES_LIMIT = 100_000;

    private final List<ServerAddress> servers;
    private final String store;
    private final Dialect dialect;
    private final RetryPolicy policy;
    private final HttpCaller caller;

    Connection(List<ServerAddress> servers, String store, Dialect dialect, RetryPolicy policy) {
        this.servers = List.copyOf(servers);
        this.store = store;
        this.dialect = dialect;
        this.policy = policy;
        caller = new HttpCaller(policy.timeoutMillis());
    }

    List<ServerAddress> servers() {
        return servers;
    }

    String store() {
        return store;
    }

    Dialect dialect() {
        return dialect;
    }

    RetryPolicy policy() {
        return policy;
    }

    HttpCaller caller() {
        return caller;
    }

    CanonicalApi canonical() {
        return new CanonicalApi(store);
    }

    /** The same, beginning with this server. */
    Connection beginningAt(ServerAddress first) {
        List<ServerAddress> ordered = new ArrayList<>(servers);
        ordered.remove(first);
        ordered.add(0, first);
        return new Connection(ordered, store, dialect, policy);
    }

    /** @param client its number; clients begin with different servers */
    Session session(int client, Tally tally) {
        return new Session(dialect.api(store), new Failover(servers, client, caller, policy, tally), tally);
    }

    /** One that nobody measures. */
    Session session() {
        return session(0, new Tally());
    }

    /** All items, or null when the servers know no such store. */
    @Nullable
    List<ItemView> items() throws InterruptedException {
        return items(null);
    }

    /** All items of a topic, if one is given; null when the servers know no such store. */
    @Nullable
    List<ItemView> items(@Nullable String topic) throws InterruptedException {
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
