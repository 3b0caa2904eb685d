package menhir.games.node;

import java.util.Collection;
import java.util.Map;
import menhir.games.node.ClientCounts.Count;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a dispatcher. A new dispatcher first recovers: it collects the snapshots that the proxies keep of its
 * predecessor, while it already dispatches clients, and then adds the newest snapshot to its own counts. From then on it
 * publishes its counts when they have changed. Single-threaded.
 */
final class DispatcherCounts {
    /** Ticks to wait for snapshots. */
    static final int RECOVERY_TICKS = 2;

    private final ClientCounts counts = new ClientCounts();
    private CountsSnapshot newest = CountsSnapshot.NONE;
    private Map<String, Count> published = Map.of();
    private int ticks;

    @Nullable
    String dispatch(Collection<String> liveFrontEnds) {
        counts.retainLive(liveFrontEnds);
        return counts.dispatch();
    }

    boolean change(String frontEnd, long dispatched, long registered, Collection<String> liveFrontEnds) {
        counts.retainLive(liveFrontEnds);
        return counts.change(frontEnd, dispatched, registered);
    }

    /** A proxy's snapshot arrived. It is ignored after the recovery. */
    void onSnapshot(CountsSnapshot snapshot) {
        if (ticks < RECOVERY_TICKS && snapshot.version() > newest.version()) {
            newest = snapshot;
        }
    }

    /** Returns the snapshot to publish now, or null. */
    @Nullable
    CountsSnapshot tick(Collection<String> liveFrontEnds) {
        counts.retainLive(liveFrontEnds);
        if (ticks < RECOVERY_TICKS) {
            ticks++;
            if (ticks == RECOVERY_TICKS) {
                counts.addAll(newest.counts());
            }
            return null;
        }
        Map<String, Count> now = counts.all();
        if (now.equals(published)) {
            return null;
        }
        published = now;
        newest = new CountsSnapshot(newest.version() + 1, now);
        return newest;
    }
}
