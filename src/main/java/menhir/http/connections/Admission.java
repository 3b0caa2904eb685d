package menhir.http.connections;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Decides which place a new connection gets. As many as the limit are ordinary, and a client that has {@link #SHARE} times as
 * many as are free gets no more: one that wants all of them gets four fifths, and each further one the same part of the rest,
 * so that there is room for a newcomer (a dynamic threshold: A. K. Choudhury and E. L. Hahne, "Dynamic Queue Length Thresholds
 * for Shared-Memory Packet Switches", IEEE/ACM Transactions on Networking 6(2), 1998, section III).
 *
 * <p>Beyond that there are some spare places, for one request each. When these are taken, the spare connection that has waited
 * longest without a request at work makes room: so connections that send nothing cannot keep a health check out. If none can
 * make room, the new one gets no place.
 *
 * <p>Thread-safe.
 *
 * @param <C> a connection
 */
final class Admission<C> {

    /** A place for a connection. */
    enum Place {
        ORDINARY,
        /** For one request. */
        SPARE,
        /** None: it is closed at once. */
        NONE
    }

    private static final int SHARE = 4;

    private final int limit;
    private final int spareLimit;
    private final Consumer<C> evict;
    /** Ordinary connections, and whose they are. */
    private final Map<C, String> ordinary = new HashMap<>();

    private final Map<String, Integer> ordinaryByClient = new HashMap<>();
    private final Set<C> spare = new HashSet<>();
    /** Spare connections without a request at work, the oldest first. */
    private final Set<C> waiting = new LinkedHashSet<>();

    private final Set<C> evicted = new HashSet<>();

    /**
     * @param limit most ordinary connections
     * @param spareLimit most spare ones, and most of those that were evicted and are not closed yet
     * @param evict closes a connection, soon
     */
    Admission(int limit, int spareLimit, Consumer<C> evict) {
        this.limit = limit;
        this.spareLimit = spareLimit;
        this.evict = evict;
    }

    /** @param client whose connection it is; see {@link ClientAddress} */
    synchronized Place admit(C connection, String client) {
        int free = limit - ordinary.size();
        if (ordinaryByClient.getOrDefault(client, 0) < (long) SHARE * free) {
            ordinary.put(connection, client);
            ordinaryByClient.merge(client, 1, Integer::sum);
            return Place.ORDINARY;
        }
        if (spare.size() >= spareLimit && !makeRoom()) {
            return Place.NONE;
        }
        spare.add(connection);
        waiting.add(connection);
        return Place.SPARE;
    }

    private boolean makeRoom() {
        if (waiting.isEmpty() || evicted.size() >= spareLimit) {
            return false;
        }
        C oldest = waiting.iterator().next();
        waiting.remove(oldest);
        spare.remove(oldest);
        evicted.add(oldest);
        evict.accept(oldest);
        return true;
    }

    /** A spare connection has sent its request. It keeps its place until the response. */
    synchronized void onRequest(C connection) {
        waiting.remove(connection);
    }

    /** A spare connection has got its response, or is about to. */
    synchronized void onResponse(C connection) {
        if (spare.contains(connection)) {
            waiting.add(connection);
        }
    }

    /** A connection is closed. */
    synchronized void onClosed(C connection) {
        String client = ordinary.remove(connection);
        if (client != null) {
            ordinaryByClient.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
        }
        spare.remove(connection);
        waiting.remove(connection);
        evicted.remove(connection);
    }

    /** Open connections with a place. */
    synchronized int count() {
        return ordinary.size() + spare.size();
    }
}
