package menhir.replica;

import java.util.ArrayList;
import java.util.List;
import menhir.store.KeyWindow.KeyRecord;
import menhir.store.StoreState;
import menhir.store.Value;
import menhir.store.Weight;
import menhir.wire.MessageBatches;

/** Cuts a catalog's state into {@linkplain StateChunk chunks} that each fit into one message between nodes. */
final class StateExport {
    /** Values in one chunk; by their weight, it stays below Akka's frame size (256 KiB) whatever the names. */
    static final int VALUES = 200;

    static final int KEYS = 1_000;

    private StateExport() {}

    static List<StateChunk> of(int slot, StoreState state, long epoch, int valuesPerChunk, int keysPerChunk) {
        List<List<Value>> values = MessageBatches.of(state.values(), valuesPerChunk, Weight.PER_MESSAGE, Value::weight);
        List<KeyRecord> keys = new ArrayList<>(state.keys().size());
        state.keys().forEach(keys::add);
        int count = Math.max(1, Math.max(values.size(), chunks(keys, keysPerChunk)));
        List<StateChunk> chunks = new ArrayList<>(count);
        for (int position = 0; position < count; position++) {
            chunks.add(new StateChunk(
                    slot,
                    state.index(),
                    epoch,
                    position,
                    count,
                    state.lastNumber(),
                    state.opened(),
                    position < values.size() ? values.get(position) : List.of(),
                    chunk(keys, position, keysPerChunk)));
        }
        return chunks;
    }

    private static int chunks(List<?> all, int size) {
        return (all.size() + size - 1) / size;
    }

    private static <T> List<T> chunk(List<T> all, int position, int size) {
        int from = Math.min(all.size(), position * size);
        return all.subList(from, Math.min(all.size(), from + size));
    }
}
