package menhir.leader;

import java.util.ArrayList;
import java.util.List;
import menhir.replica.StateChunk;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.LogEntry;
import menhir.store.EntryCodec;
import menhir.store.StoreState;
import org.jspecify.annotations.Nullable;

/**
 * Loads a new leader's state: a catalog replica's state, chunk by chunk, and then the rest of the log from the replica whose
 * log is taken over. What is not answered is asked again, from another catalog replica in turn.
 *
 * <p>A chunk is used only if it is the one that was asked for last: a late chunk of an earlier attempt is ignored, and the
 * state is complete only when all of its chunks have come. Belongs to one thread.
 */
class StateLoader {

    /** What the loader needs from its environment. Any request may be lost. */
    interface Output {
        /** Asks a catalog replica for a chunk; answered by {@link StateLoader#onChunk}. */
        void exportState(int slot, int position);

        /** Asks for entries of a replica's log; answered by {@link StateLoader#onFetched}. */
        void fetch(int slot, long fromIndex);
    }

    private static final long RETRY_MILLIS = 300;

    private final int bestSlot;
    private final long lastIndex;
    private final long epoch;
    private final int keyCapacity;
    private final Output output;
    private final List<Integer> catalogSlots;

    private int turn;
    private int position;
    private boolean complete;
    private long askedAt;
    private @Nullable StoreState state;

    /**
     * Begins to load.
     *
     * @param bestSlot the slot whose log is taken over
     * @param lastIndex the last index of that log
     * @param epoch the leader's: entries are valid only from a member that has promised it
     */
    StateLoader(LeaderSettings settings, int bestSlot, long lastIndex, long epoch, Output output, long now) {
        this.bestSlot = bestSlot;
        this.lastIndex = lastIndex;
        this.epoch = epoch;
        this.keyCapacity = settings.keyCapacity();
        this.output = output;
        this.catalogSlots = new ArrayList<>(settings.localSlots());
        for (int slot = 1; slot <= settings.slots(); slot++) {
            if (!catalogSlots.contains(slot)) {
                catalogSlots.add(slot);
            }
        }
        if (lastIndex == 0) {
            state = settings.emptyState();
            complete = true;
        } else {
            ask(now);
        }
    }

    /** The state up to the last index, or null while it is being loaded. */
    @Nullable
    StoreState loaded() {
        return state != null && complete && state.index() >= lastIndex ? state : null;
    }

    private void ask(long now) {
        askedAt = now;
        if (state != null && complete) {
            output.fetch(bestSlot, state.index() + 1);
        } else {
            output.exportState(catalogSlots.get(turn), position);
        }
    }

    /** To be called several times a second: asks again what was not answered. */
    void tick(long now) {
        if (loaded() != null || now - askedAt < RETRY_MILLIS) {
            return;
        }
        if (!complete) {
            turn = (turn + 1) % catalogSlots.size();
            restart();
        }
        ask(now);
    }

    private void restart() {
        position = 0;
        state = null;
    }

    /** A chunk of a catalog replica's state. */
    void onChunk(StateChunk chunk, long now) {
        if (complete || chunk.slot() != catalogSlots.get(turn) || !isExpected(chunk)) {
            return;
        }
        if (chunk.index() > lastIndex) {
            // A later leader has released more than this one took over: it will depose this one.
            return;
        }
        StoreState loading = state;
        if (loading != null && chunk.index() != loading.index()) {
            // The replica has started another export meanwhile.
            restart();
            ask(now);
            return;
        }
        if (loading == null) {
            loading = new StoreState(keyCapacity, chunk.index(), chunk.lastNumber(), chunk.opened(), chunk.values());
            state = loading;
        } else {
            loading.addValues(chunk.values());
        }
        chunk.keys().forEach(loading::rememberKey);
        position++;
        complete = isLast(chunk);
        askForMore(now);
    }

    /** Whether this is the chunk that was asked for last. */
    boolean isExpected(StateChunk chunk) {
        return chunk.position() == position;
    }

    boolean isLast(StateChunk chunk) {
        return chunk.position() + 1 == chunk.chunks();
    }

    /** Entries of the log that is taken over. */
    void onFetched(Fetched fetched, long now) {
        StoreState loading = state;
        if (loading == null || !complete || !isValid(fetched) || fetched.fromIndex() != loading.index() + 1) {
            return;
        }
        for (LogEntry entry : fetched.entries()) {
            if (loading.index() < lastIndex) {
                loading.apply(loading.index() + 1, EntryCodec.decode(entry.payload()));
            }
        }
        askForMore(now);
    }

    /**
     * Entries count only from the log that is taken over, while its replica is a member and has promised this leader's
     * epoch. A late answer to an earlier candidate of this actor may come from another.
     */
    boolean isValid(Fetched fetched) {
        return fetched.slot() == bestSlot && fetched.member() && fetched.epoch() == epoch;
    }

    private void askForMore(long now) {
        if (loaded() == null) {
            ask(now);
        }
    }
}
