package menhir.replica;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import menhir.store.Value;

/**
 * A catalog at a log index, as it is kept on disk. It shortens restarts; it can always be rebuilt from the log.
 *
 * <p>Checkpoints are on disk as CBOR: properties may be added, never changed.
 *
 * @param epoch epoch of the log entry at the index: together they name the log that the catalog belongs to. 0 in checkpoints
 *     of release 0.1.0, which did not name it
 * @param keys batches of idempotency keys that the key window may still need, oldest first
 */
public record CatalogCheckpoint(
        long index, long epoch, long lastNumber, boolean opened, List<Value> items, List<KeyBatch> keys) {

    /** The keys that were added up to {@code index} since the batch before, as {@link menhir.store.KeyCodec} encodes them. */
    @SuppressWarnings("ArrayRecordComponent") // never written after it was made
    public record KeyBatch(long index, byte[] keys) {}

    /**
     * What changed since the checkpoint before.
     *
     * @param dropped names of values that there are no longer
     * @param rebuilt whether all earlier checkpoints are void: the catalog was built anew from the log
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Delta(
            long index,
            long epoch,
            boolean rebuilt,
            long lastNumber,
            boolean opened,
            List<Value> changed,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> dropped,
            byte[] keys) {

        /** A delta without {@code dropped} is of release 0.1.0. */
        public Delta {
            dropped = dropped == null ? List.of() : dropped;
        }

        /** The same with all earlier checkpoints void. */
        public Delta asRebuilt() {
            return new Delta(index, epoch, true, lastNumber, opened, changed, dropped, keys);
        }
    }

    /** The empty catalog before the first entry. */
    public static final CatalogCheckpoint EMPTY = new CatalogCheckpoint(0, 0, 0, false, List.of(), List.of());

    /**
     * The checkpoint after another delta.
     *
     * @param keyCapacity key batches that are older than this many log entries are dropped
     */
    public CatalogCheckpoint with(Delta delta, int keyCapacity) {
        TreeMap<String, Value> values = new TreeMap<>();
        List<KeyBatch> batches = new ArrayList<>();
        if (!delta.rebuilt()) {
            items.forEach(value -> values.put(value.name(), value));
            batches.addAll(keys);
        }
        delta.changed().forEach(value -> values.put(value.name(), value));
        delta.dropped().forEach(values::remove);
        batches.removeIf(batch -> batch.index() <= delta.index() - keyCapacity);
        batches.add(new KeyBatch(delta.index(), delta.keys()));
        return new CatalogCheckpoint(
                delta.index(),
                delta.epoch(),
                delta.lastNumber(),
                delta.opened(),
                List.copyOf(values.values()),
                List.copyOf(batches));
    }
}
