package menhir.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The newest entries of a log, in memory. When it is full, the oldest entry is evicted. */
public final class EntryWindow {
    private final @Nullable LogEntry[] ring;
    private long first;
    private long last;

    /**
     * An empty window.
     *
     * @param capacity the maximum number of entries
     * @param last index of the last entry before the window
     */
    public EntryWindow(int capacity, long last) {
        this.ring = new LogEntry[capacity];
        this.first = last + 1;
        this.last = last;
    }

    public long firstIndex() {
        return first;
    }

    public long lastIndex() {
        return last;
    }

    public void add(LogEntry entry) {
        if (last - first + 1 == ring.length) {
            first++;
        }
        last++;
        ring[(int) (last % ring.length)] = entry;
    }

    public LogEntry get(long index) {
        if (index < first || index > last) {
            throw new IllegalArgumentException("index " + index + " is not in " + first + ".." + last);
        }
        return Objects.requireNonNull(ring[(int) (index % ring.length)]);
    }

    /** Removes the entries from {@code index} on. */
    public void dropFrom(long index) {
        last = Math.min(last, index - 1);
        first = Math.min(first, last + 1);
    }

    /** Entries from {@code from} on: as many as the limits allow, and at least one. */
    public List<LogEntry> from(long from, int maxEntries, int maxBytes) {
        List<LogEntry> entries = new ArrayList<>();
        int bytes = 0;
        for (long index = from; index <= last && entries.size() < maxEntries; index++) {
            LogEntry entry = get(index);
            bytes += entry.payload().length;
            if (!entries.isEmpty() && bytes > maxBytes) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }
}
