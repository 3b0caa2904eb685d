package menhir.games.node;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many clients each live front-end has. A client is counted when it is sent to a front-end, and may say so again when
 * it comes there; it is one client all the same, so that a front-end has as many as the greater of the two counts says.
 * Belongs to one thread.
 */
public final class ClientCounts {
    /** No front-end's counts go above this: what clients say must not overflow anything. */
    static final long MAX_CLIENTS = 1_000_000;

    /**
     * The clients of a front-end.
     *
     * @param sent so many were sent there and not given back
     * @param registered so many said there that they had come, and not that they had gone
     */
    public record Count(long sent, long registered) {
        static final Count NONE = new Count(0, 0);

        public Count {
            sent = Math.max(0, Math.min(MAX_CLIENTS, sent));
            registered = Math.max(0, Math.min(MAX_CLIENTS, registered));
        }

        public long clients() {
            return Math.max(sent, registered);
        }

        Count plus(long moreSent, long moreRegistered) {
            return new Count(sent + moreSent, registered + moreRegistered);
        }
    }

    private final Map<String, Count> counts = new TreeMap<>();

    /** These front-ends are live now. The clients of the others are counted no more. */
    void live(Collection<String> frontEnds) {
        counts.keySet().retainAll(frontEnds);
        frontEnds.forEach(frontEnd -> counts.putIfAbsent(frontEnd, Count.NONE));
    }

    /** Sends a client to the live front-end with the fewest, the first by name among equals; null if none is live. */
    @Nullable
    String send() {
        String fewest = null;
        long least = Long.MAX_VALUE;
        for (Map.Entry<String, Count> entry : counts.entrySet()) {
            if (entry.getValue().clients() < least) {
                least = entry.getValue().clients();
                fewest = entry.getKey();
            }
        }
        if (fewest != null) {
            change(fewest, 1, 0);
        }
        return fewest;
    }

    /** Whether there is such a live front-end. Counts do not go below 0. */
    boolean change(String frontEnd, long sent, long registered) {
        return counts.computeIfPresent(frontEnd, (name, count) -> count.plus(sent, registered)) != null;
    }

    /** Adds what another one counted before. */
    void add(Map<String, Count> before) {
        before.forEach((frontEnd, count) -> change(frontEnd, count.sent(), count.registered()));
    }

    /** Takes over what another one counted, of those that are live. */
    void replace(Map<String, Count> others) {
        counts.replaceAll((frontEnd, count) -> others.getOrDefault(frontEnd, Count.NONE));
    }

    /** By front-end. */
    Map<String, Count> all() {
        return new TreeMap<>(counts);
    }
}
