package menhir.replica;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import menhir.replica.CatalogAnswer.TopicRead;
import menhir.replica.CatalogAnswer.ValueRead;
import menhir.replica.LogReplies.ReleasedEntries;
import menhir.replication.LogEntry;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.KeyCodec;
import menhir.store.KeyWindow.KeyRecord;
import menhir.store.StoreState;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/**
 * A slot's replica of a store's catalog: what the released entries of the slot's log add up to. It reads the log of its own
 * slot, answers reads once it has applied the index that they ask for, and exports its state to new leaders.
 *
 * <p>A checkpoint is used only if its index and epoch are in the slot's log: else the log is another one, and the catalog is
 * rebuilt from it. So it is if an entry does not fit. Until that is known, nobody is answered.
 *
 * <p>Checkpoints shorten a restart. The catalog is never on the path of an acknowledgement. Belongs to one thread.
 */
public class SlotCatalog {

    /** What the catalog needs from its environment. */
    public interface Output {
        /** Reads released entries above {@code after} from the slot's log; answered by {@link SlotCatalog#onReleased}. */
        void readReleased(long after, int limit, long waitMillis);

        /** Persists a checkpoint's delta; answered by {@link SlotCatalog#onSaved}. Not called again before that. */
        void save(CatalogCheckpoint.Delta delta);

        /** An entry, which is released, was applied. */
        default void applied(Entry entry) {}

        /** The catalog is thrown away and built anew from the log, for this reason. */
        void rebuilding(String reason);

        /** The log itself cannot be applied: the catalog answers nothing until the next start. */
        void unusable(String reason);
    }

    private static final int MAX_WAITERS = 10_000;
    private static final int READ_ENTRIES = 1_000;
    private static final long POLL_MILLIS = 1_000;
    private static final long READ_TIMEOUT_MILLIS = 3_000;
    private static final long CHECKPOINT_MILLIS = 10_000;
    private static final long CHECKPOINT_ENTRIES = 50_000;

    private final int slot;
    private final int keyCapacity;
    private final Output output;
    private final IndexWaiters waiters = new IndexWaiters(MAX_WAITERS);
    private final Set<String> changed = new HashSet<>();
    private final List<KeyRecord> newKeys = new ArrayList<>();
    private final DigestHistory digests = new DigestHistory();
    private @Nullable StoreState state;
    /** Epoch of the last applied entry. */
    private long epoch;
    /** Whether the last applied entry is known to be in the slot's log. */
    private boolean verified;
    /** Whether the log has been applied from its first entry, so that no checkpoint is to blame. */
    private boolean rebuilt;
    /** Whether the checkpoints on the disk are void. */
    private boolean checkpointsVoid;

    private boolean unusable;
    private List<StateChunk> export = List.of();
    private long readAt = Long.MIN_VALUE / 2;
    private long checkpointIndex;
    private long checkpointAt;
    private boolean saving;
    private long reads;

    /**
     * A catalog whose checkpoint has yet to be recovered: see {@link #onRecovered}.
     *
     * @param keyCapacity over how many log entries idempotency keys are remembered
     */
    public SlotCatalog(int slot, int keyCapacity, Output output, long now) {
        this.slot = slot;
        this.keyCapacity = keyCapacity;
        this.output = output;
        this.checkpointAt = now;
    }

    // ---- following the log ------------------------------------------------------------------------------------------

    /** The newest checkpoint, as it was found on the disk. */
    public void onRecovered(CatalogCheckpoint checkpoint, long now) {
        StoreState catalog;
        try {
            catalog = stateOf(checkpoint);
        } catch (RuntimeException e) {
            rebuild("the checkpoint cannot be used: " + e, now);
            return;
        }
        state = catalog;
        digests.restart(catalog.index(), catalog.digest());
        epoch = checkpoint.epoch();
        // The state before the first entry belongs to every log.
        verified = catalog.index() == 0;
        checkpointIndex = checkpoint.index();
        readOn(catalog, now);
    }

    private StoreState stateOf(CatalogCheckpoint checkpoint) {
        StoreState catalog = new StoreState(
                keyCapacity, checkpoint.index(), checkpoint.lastNumber(), checkpoint.opened(), checkpoint.items());
        for (CatalogCheckpoint.KeyBatch batch : keysOf(checkpoint)) {
            KeyCodec.decode(batch.keys()).forEach(catalog::rememberKey);
        }
        return catalog;
    }

    List<CatalogCheckpoint.KeyBatch> keysOf(CatalogCheckpoint checkpoint) {
        return checkpoint.keys();
    }

    private void readOn(StoreState catalog, long now) {
        if (!unusable) {
            readAt = now;
            output.readReleased(catalog.index(), READ_ENTRIES, verified ? POLL_MILLIS : 0);
        }
    }

    /** Answers {@link Output#readReleased}. */
    public void onReleased(ReleasedEntries released, long now) {
        StoreState catalog = state;
        if (catalog == null || unusable || released.after() != catalog.index()) {
            return;
        }
        if (!isSameLog(released.prevEpoch())) {
            rebuild("the log has no entry " + catalog.index() + " of epoch " + epoch + ": it is another log", now);
            return;
        }
        verified = true;
        try {
            for (LogEntry entry : released.entries()) {
                apply(catalog, catalog.index() + 1, EntryCodec.decode(entry.payload()));
                epoch = entry.epoch();
            }
        } catch (RuntimeException e) {
            onUnfit(catalog.index() + 1, e, now);
            return;
        }
        waiters.onReached(catalog.index());
        saveIfDue(catalog, now);
        readOn(catalog, now);
    }

    /** Whether the entry before the ones that were read is the one that was applied last. */
    private boolean isSameLog(long prevEpoch) {
        return prevEpoch == epoch;
    }

    private void onUnfit(long index, RuntimeException e, long now) {
        String reason = "entry " + index + " cannot be applied: " + e;
        if (!rebuilt) {
            rebuild(reason, now);
            return;
        }
        unusable = true;
        verified = false;
        output.unusable(reason);
    }

    private void rebuild(String reason, long now) {
        output.rebuilding(reason);
        StoreState empty = new StoreState(keyCapacity);
        state = empty;
        digests.restart(0, empty.digest());
        epoch = 0;
        verified = true;
        rebuilt = true;
        checkpointsVoid = true;
        checkpointIndex = 0;
        changed.clear();
        newKeys.clear();
        export = List.of();
        readOn(empty, now);
    }

    private void apply(StoreState catalog, long index, Entry entry) {
        catalog.apply(index, entry);
        output.applied(entry);
        digests.add(catalog.digest());
        changed.addAll(catalog.changedNames());
        KeyRecord key = catalog.keys().newest();
        if (key != null && key.first().index() == index) {
            newKeys.add(key);
        }
    }

    private void saveIfDue(StoreState catalog, long now) {
        long behind = catalog.index() - checkpointIndex;
        boolean due = behind >= CHECKPOINT_ENTRIES || (behind > 0 && now - checkpointAt >= CHECKPOINT_MILLIS);
        if (due && !saving) {
            saving = true;
            checkpointAt = now;
            List<Value> values = changed.stream()
                    .map(catalog::value)
                    .filter(Objects::nonNull)
                    .toList();
            List<String> dropped =
                    changed.stream().filter(name -> catalog.value(name) == null).toList();
            byte[] keys = KeyCodec.encode(newKeys);
            changed.clear();
            newKeys.clear();
            boolean first = checkpointsVoid;
            checkpointsVoid = false;
            output.save(new CatalogCheckpoint.Delta(
                    catalog.index(), epoch, first, catalog.lastNumber(), catalog.opened(), values, dropped, keys));
        }
    }

    /** A checkpoint at this index is on disk. */
    public void onSaved(long index) {
        saving = false;
        if (!checkpointsVoid) {
            checkpointIndex = index;
        }
    }

    /** To be called several times a second: checkpoints, deadlines, and reads that got no answer. */
    public void tick(long now) {
        waiters.expire(now);
        StoreState catalog = state;
        if (catalog != null) {
            saveIfDue(catalog, now);
            if (now - readAt >= READ_TIMEOUT_MILLIS) {
                readOn(catalog, now);
            }
        }
    }

    // ---- readers ----------------------------------------------------------------------------------------------------

    /** Answers once the minimum index is applied. If that takes too long there is no answer: the caller asks elsewhere. */
    public void read(CatalogRead read, Consumer<CatalogAnswer> reply, long now) {
        whenAt(read.minIndex(), read.waitMillis(), now, catalog -> {
            reads += read.request() == CatalogRead.PROBE ? 0 : 1;
            reply.accept(answer(catalog, read));
        });
    }

    private CatalogAnswer answer(StoreState catalog, CatalogRead read) {
        if (read.query() instanceof CatalogQuery.ByTopic by) {
            CatalogPage page = CatalogPage.of(catalog, by.topic(), null, CatalogPage.MAX_ITEMS);
            boolean complete = page.next() == null;
            return new TopicRead(read.request(), slot, complete ? page.items() : List.of(), complete, catalog.index());
        }
        Value value = read.query() instanceof CatalogQuery.ByNumber by ? catalog.itemNumbered(by.number()) : null;
        if (read.query() instanceof CatalogQuery.ByName by) {
            value = catalog.value(by.name());
        }
        return new ValueRead(read.request(), slot, value, catalog.index());
    }

    /** Reads a page of items: as {@link #read}. */
    public void readPage(
            @Nullable String topic,
            @Nullable String after,
            int limit,
            long minIndex,
            long waitMillis,
            Consumer<CatalogPage> reply,
            long now) {
        whenAt(minIndex, waitMillis, now, catalog -> {
            reads++;
            reply.accept(CatalogPage.of(catalog, topic, after, limit));
        });
    }

    /** Reads a page of active holds: as {@link #read}. */
    public void readHolds(
            @Nullable String customer,
            long after,
            int limit,
            long minIndex,
            long waitMillis,
            Consumer<HoldsPage> reply,
            long now) {
        whenAt(minIndex, waitMillis, now, catalog -> {
            reads++;
            reply.accept(HoldsPage.of(catalog, customer, after, limit));
        });
    }

    /**
     * Tells the digest of the catalog as it was at exactly this index, once that is applied. If that takes too long there is no
     * answer.
     */
    public void readDigest(long index, long waitMillis, Consumer<CatalogDigest> reply, long now) {
        whenAt(index, waitMillis, now, catalog -> reply.accept(new CatalogDigest(slot, index, digests.at(index))));
    }

    private void whenAt(long minIndex, long waitMillis, long now, Consumer<StoreState> action) {
        waiters.await(minIndex, index(), waitMillis, now, reached -> {
            if (reached && verified && state != null) {
                action.accept(state);
            }
        });
    }

    /** How many reads were answered since the start. */
    public long reads() {
        return reads;
    }

    /** The last applied index; -1 until the catalog is known to belong to the slot's log. */
    public long index() {
        return state == null || !verified ? -1 : state.index();
    }

    /** Epoch of the last applied entry. */
    long epoch() {
        return epoch;
    }

    /** The applied state, to observe it; null before recovery. */
    public @Nullable StoreState state() {
        return state;
    }

    // ---- the state for a new leader ---------------------------------------------------------------------------------

    /**
     * Exports a chunk of the state. Position 0 exports the present state; the other positions continue that export, whoever
     * asks. There is no reply if there is nothing to continue.
     */
    public void export(int position, Consumer<StateChunk> reply) {
        StoreState catalog = state;
        if (catalog == null || !verified) {
            return;
        }
        if (position == 0) {
            export = chunksOf(catalog);
        }
        if (position >= 0 && position < export.size()) {
            StateChunk chunk = export.get(position);
            if (position == export.size() - 1) {
                export = List.of();
            }
            reply.accept(chunk);
        }
    }

    List<StateChunk> chunksOf(StoreState catalog) {
        return StateExport.of(slot, catalog, epoch, StateExport.VALUES, StateExport.KEYS);
    }
}
