package menhir.games.node;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's copy of the dispatcher's counts, for the time without a dispatcher: the last snapshot and the changes that the
 * proxy made since. Single-threaded.
 */
final class FallbackCounts {
    private final ClientCounts counts = new ClientCounts();
    private long version = CountsSnapshot.NONE.version();

    @Nullable
    String dispatch(Collection<String> liveFrontEnds) {
        counts.retainLive(liveFrontEnds);
        return counts.dispatch();
    }

    boolean change(String frontEnd, long dispatched, long registered, Collection<String> liveFrontEnds) {
        counts.retainLive(liveFrontEnds);
        return counts.change(frontEnd, dispatched, registered);
    }

    /** The dispatcher published its counts: they replace this copy. */
    void onSnapshot(CountsSnapshot snapshot, Collection<String> liveFrontEnds) {
        version = snapshot.version();
        counts.retainLive(liveFrontEnds);
        counts.replaceAll(snapshot.counts());
    }

    /** What a new dispatcher recovers from. */
    CountsSnapshot snapshot() {
        return new CountsSnapshot(version, counts.all());
    }
}
