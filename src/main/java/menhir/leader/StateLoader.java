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
 * <p>A catalog counts only if its index and epoch are in that log. One that is far behind is used only if the others do not
 * answer or are as far behind. If no catalog will do, the state is built from the log alone.
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

    /** A catalog that lacks more entries is far behind. */
    private static final long FAR_BEHIND = 20_000;

    /** So often all catalogs are tried before the state is built from the log alone. */
    private static final int ROUNDS = 3;

    private final int bestSlot;
    private final long lastIndex;
    private final long lastEpoch;
    private final long epoch;
    private final int keyCapacity;
    private final Output output;
    private final List<Integer> catalogSlots;

    private final StoreState empty;

    private int turn;
    private int turns;
    private long stateEpoch;
    private boolean verified;
    private int position;
    private boolean complete;
    private long askedAt;
    private @Nullable StoreState state;

    /**
     * Begins to load.
     *
     * @param bestSlot the slot whose log is taken over
     * @param lastIndex the last index of that log
     * @param lastEpoch epoch of its last entry
     * @param epoch the leader's: entries are valid only from a member that has promised it
     */
    StateLoader(
            LeaderSettings settings,
            int bestSlot,
            long lastIndex,
            long lastEpoch,
            long epoch,
            Output output,
            long now) {
        this.bestSlot = bestSlot;
        this.lastIndex = lastIndex;
        this.lastEpoch = lastEpoch;
        this.empty = settings.emptyState();
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
            loadFromLog();
        } else {
            ask(now);
        }
    }

    private void loadFromLog() {
        state = empty;
        stateEpoch = 0;
        complete = true;
        verified = true;
    }

    /** The state up to the last index, or null while it is being loaded. */
    @Nullable
    StoreState loaded() {
        return state != null && complete && verified && state.index() >= lastIndex ? state : null;
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
            nextCatalog();
        }
        ask(now);
    }

    private void nextCatalog() {
        turn = (turn + 1) % catalogSlots.size();
        turns++;
        restart();
        if (turns >= ROUNDS * catalogSlots.size()) {
            loadFromLog();
        }
    }

    private void restart() {
        position = 0;
        state = null;
        complete = false;
        verified = false;
    }

    /** A chunk of a catalog replica's state. Returns whether it was of use. */
    boolean onChunk(StateChunk chunk, long now) {
        if (complete || chunk.slot() != catalogSlots.get(turn) || !isExpected(chunk)) {
            return false;
        }
        if (chunk.index() > lastIndex || (chunk.index() == lastIndex && chunk.epoch() != lastEpoch)) {
            // It belongs to another log, or to a later leader, which will depose this one.
            return false;
        }
        if (lastIndex - chunk.index() > FAR_BEHIND && turns < catalogSlots.size() - 1) {
            nextCatalog();
            ask(now);
            return false;
        }
        StoreState loading = state;
        if (loading != null && chunk.index() != loading.index()) {
            // The replica has started another export meanwhile.
            restart();
            ask(now);
            return false;
        }
        if (loading == null) {
            loading = new StoreState(keyCapacity, chunk.index(), chunk.lastNumber(), chunk.opened(), chunk.values());
            state = loading;
            stateEpoch = chunk.epoch();
        } else {
            loading.addValues(chunk.values());
        }
        chunk.keys().forEach(loading::rememberKey);
        position++;
        complete = isLast(chunk);
        verified = complete && loading.index() == lastIndex;
        askForMore(now);
        return true;
    }

    /** Whether this is the chunk that was asked for last. */
    boolean isExpected(StateChunk chunk) {
        return chunk.position() == position;
    }

    boolean isLast(StateChunk chunk) {
        return chunk.position() + 1 == chunk.chunks();
    }

    /** Entries of the log that is taken over. Returns whether they were of use. */
    boolean onFetched(Fetched fetched, long now) {
        StoreState loading = state;
        if (loading == null || !complete || !isValid(fetched) || fetched.fromIndex() != loading.index() + 1) {
            return false;
        }
        if (!isSameLog(fetched.prevEpoch())) {
            nextCatalog();
            ask(now);
            return false;
        }
        verified = true;
        for (LogEntry entry : fetched.entries()) {
            if (loading.index() < lastIndex) {
                loading.apply(loading.index() + 1, EntryCodec.decode(entry.payload()));
                stateEpoch = entry.epoch();
            }
        }
        askForMore(now);
        return !fetched.entries().isEmpty();
    }

    /**
     * Entries count only from the log that is taken over, while its replica is a member and has promised this leader's
     * epoch. A late answer to an earlier candidate of this actor may come from another.
     */
    boolean isValid(Fetched fetched) {
        return fetched.slot() == bestSlot && fetched.member() && fetched.epoch() == epoch;
    }

    /** Whether the last entry that the state has is in the log that is taken over. */
    private boolean isSameLog(long prevEpoch) {
        return prevEpoch == stateEpoch;
    }

    private void askForMore(long now) {
        if (loaded() == null) {
            ask(now);
        }
    }
}
