package menhir.store;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys of the newest log entries, the same on every node because the log alone makes it. A key is kept as
 * 128 bits of its SHA-256.
 */
public final class KeyWindow {

    /** A key, hashed. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Hash(long high, long low) {
        static Hash of(String key) {
            byte[] bytes = Digest64.sha256().digest(key.getBytes(StandardCharsets.UTF_8));
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Hash(buffer.getLong(), buffer.getLong());
        }
    }

    /**
     * What was decided for a key.
     *
     * @param index of the log entry
     * @param number the order's number, 0 if it was no order, {@link #REFUSED} if it was an order that was refused
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Seen(long fingerprint, long index, long number) {}

    /** Stands for the number of an order that got none. */
    public static final long REFUSED = -1;

    /** A key with what was done for it. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Remembered(Hash key, Seen seen) {}

    private final int capacity;
    private final LinkedHashMap<Hash, Seen> seen = new LinkedHashMap<>();
    private @Nullable Remembered newest;

    /** A window over the keys of the newest {@code capacity} log entries. */
    KeyWindow(int capacity) {
        this.capacity = capacity;
    }

    public int capacity() {
        return capacity;
    }

    public int size() {
        return seen.size();
    }

    /** The key added last, or null. */
    public @Nullable Remembered newest() {
        return newest;
    }

    @Nullable
    Seen find(String key) {
        return seen.get(Hash.of(key));
    }

    void add(String key, Seen what) {
        add(Hash.of(key), what);
    }

    void add(Hash key, Seen what) {
        // Taken out first: a key that comes again after its time belongs at the end.
        seen.remove(key);
        seen.put(key, what);
        newest = new Remembered(key, what);
        Iterator<Seen> oldest = seen.values().iterator();
        while (oldest.next().index() <= what.index() - capacity) {
            oldest.remove();
        }
    }

    /** Oldest first. */
    public void forEach(Consumer<Remembered> visitor) {
        seen.forEach((key, what) -> visitor.accept(new Remembered(key, what)));
    }
}
