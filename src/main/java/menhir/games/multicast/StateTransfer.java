package menhir.games.multicast;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a state into chunks that fit into packets, and joins them again at a blank member. */
final class StateTransfer {
    private static final int CHUNK_BYTES = 32 * 1024;

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    static List<Item.Snapshot> chunks(long firstView, long position, byte[] state) {
        List<Item.Snapshot> chunks = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(state.length, from + CHUNK_BYTES);
            chunks.add(new Item.Snapshot(firstView, position, Arrays.copyOfRange(state, from, to), to == state.length));
            from = to;
        } while (from < state.length);
        return chunks;
    }

    /** Adds the next chunk unless the state would exceed {@code maxBytes}; returns whether it was added. */
    boolean add(Item.Snapshot chunk, int maxBytes) {
        if (received.size() + chunk.chunk().length > maxBytes) {
            return false;
        }
        received.writeBytes(chunk.chunk());
        return true;
    }

    byte[] state() {
        return received.toByteArray();
    }
}
