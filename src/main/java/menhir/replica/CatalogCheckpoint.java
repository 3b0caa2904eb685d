package menhir.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import menhir.store.Value;

/**
 * A catalog at a log index, as it is kept on disk. It shortens restarts; it can always be rebuilt from the log.
 *
 * <p>Checkpoints are on disk as CBOR: properties may be added, never changed.
 *
 * @param keys batches of idempotency keys that the key window may still need, oldest first
 */
public record CatalogCheckpoint(long index, long lastNumber, boolean opened, List<Value> items, List<KeyBatch> keys) {

    /** The keys that were added up to {@code index} since the batch before, as {@link menhir.store.KeyCodec} encodes them. */
    @SuppressWarnings("ArrayRecordComponent") // never written after it was made
    public record KeyBatch(long index, byte[] keys) {}

    /**
     * What changed since the checkpoint before.
     *
     * @param first whether there is no checkpoint before: the catalog was rebuilt from the log's beginning, and what is on the
     *     disk is void
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Delta(long index, long lastNumber, boolean opened, List<Value> changed, byte[] keys, boolean first) {
        /** A delta that follows the checkpoint before. */
        public Delta(long index, long lastNumber, boolean opened, List<Value> changed, byte[] keys) {
            this(index, lastNumber, opened, changed, keys, false);
        }

        /** The same with no checkpoint before. */
        public Delta asFirst() {
            return new Delta(index, lastNumber, opened, changed, keys, true);
        }
    }

    /** The empty catalog before the first entry. */
    public static final CatalogCheckpoint EMPTY = new CatalogCheckpoint(0, 0, false, List.of(), List.of());

    /**
     * The checkpoint after another delta.
     *
     * @param keyCapacity key batches that are older than this many log entries are dropped
     */
    public CatalogCheckpoint with(Delta delta, int keyCapacity) {
        if (delta.first() && index > 0) {
            return EMPTY.with(delta, keyCapacity);
        }
        TreeMap<String, Value> values = new TreeMap<>();
        items.forEach(value -> values.put(value.name(), value));
        delta.changed().forEach(value -> values.put(value.name(), value));
        List<KeyBatch> batches = new ArrayList<>(keys);
        batches.removeIf(batch -> batch.index() <= delta.index() - keyCapacity);
        batches.add(new KeyBatch(delta.index(), delta.keys()));
        return new CatalogCheckpoint(
                delta.index(), delta.lastNumber(), delta.opened(), List.copyOf(values.values()), List.copyOf(batches));
    }
}
