package menhir.store;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys of the newest log entries. It follows from the log alone, so it is the same on every node. A key is
 * kept as 128 bits of its SHA-256.
 */
public final class KeyWindow {

    /** The hash of a key. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Hash(long high, long low) {
        static Hash of(String key) {
            byte[] bytes = Digest64.sha256().digest(key.getBytes(StandardCharsets.UTF_8));
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Hash(buffer.getLong(), buffer.getLong());
        }
    }

    /**
     * What was decided when a key was used first.
     *
     * @param index of the log entry
     * @param number the order's number, 0 if it was no order, {@link #REJECTED} if it was an order that was rejected
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record FirstUse(long fingerprint, long index, long number) {}

    /** In place of the number of an order that was rejected. */
    public static final long REJECTED = -1;

    /** A key and its first use. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record KeyRecord(Hash key, FirstUse first) {}

    private final int capacity;
    private final LinkedHashMap<Hash, FirstUse> uses = new LinkedHashMap<>();
    private @Nullable KeyRecord newest;

    /** A window over the keys of the newest {@code capacity} log entries. */
    KeyWindow(int capacity) {
        this.capacity = capacity;
    }

    public int capacity() {
        return capacity;
    }

    public int size() {
        return uses.size();
    }

    /** The key added last, or null. */
    public @Nullable KeyRecord newest() {
        return newest;
    }

    @Nullable
    FirstUse find(String key) {
        return uses.get(Hash.of(key));
    }

    void add(String key, FirstUse first) {
        add(Hash.of(key), first);
    }

    void add(Hash key, FirstUse first) {
        // Removed first: a key that is used again after it left the window belongs at the end.
        uses.remove(key);
        uses.put(key, first);
        newest = new KeyRecord(key, first);
        Iterator<FirstUse> oldest = uses.values().iterator();
        while (oldest.next().index() <= first.index() - capacity) {
            oldest.remove();
        }
    }

    /** Visits all keys, oldest first. */
    public void forEach(Consumer<KeyRecord> visitor) {
        uses.forEach((key, first) -> visitor.accept(new KeyRecord(key, first)));
    }
}
