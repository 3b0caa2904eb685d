package menhir.replica;

import java.util.List;
import menhir.store.KeyWindow.KeyRecord;
import menhir.store.Value;
import menhir.wire.CborMessage;

/**
 * A chunk of a catalog replica's whole state, for a new leader. Chunks of one slot and index belong together.
 *
 * @param index the log index of the state
 * @param epoch epoch of the log entry at the index
 * @param position of this chunk, from 0
 * @param chunks how many there are
 */
public record StateChunk(
        int slot,
        long index,
        long epoch,
        int position,
        int chunks,
        long lastNumber,
        boolean opened,
        List<Value> values,
        List<KeyRecord> keys)
        implements CborMessage {}
