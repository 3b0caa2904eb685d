package menhir.games.node;

import java.util.Map;
import menhir.games.node.ClientCounts.Count;
import menhir.wire.CborMessage;

/**
 * The dispatcher's counts at some time.
 *
 * @param version increases with each snapshot, also from one dispatcher to the next; 0 for none
 */
record CountsSnapshot(long version, Map<String, Count> counts) implements CborMessage {
    static final CountsSnapshot NONE = new CountsSnapshot(0, Map.of());

    CountsSnapshot {
        counts = Map.copyOf(counts);
    }
}
