package menhir.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The newest entries of a log, in memory. When it is full, by number or by size, the oldest entries are evicted. */
public final class EntryWindow {
    private final @Nullable LogEntry[] ring;
    /** For each entry, the bytes of all payloads that were added, up to this one. */
    private final long[] addedBytes;

    private final long maxBytes;
    private long first;
    private long last;

    /**
     * An empty window.
     *
     * @param capacity the maximum number of entries
     * @param maxBytes the maximum size of all payloads; a single larger entry is kept
     * @param last index of the last entry before the window
     */
    public EntryWindow(int capacity, long maxBytes, long last) {
        this.ring = new LogEntry[capacity];
        this.addedBytes = new long[capacity];
        this.maxBytes = maxBytes;
        this.first = last + 1;
        this.last = last;
    }

    /** The window of an empty log, for what has no log yet. */
    public static EntryWindow empty() {
        return new EntryWindow(1, 0, 0);
    }

    public long firstIndex() {
        return first;
    }

    public long lastIndex() {
        return last;
    }

    public void add(LogEntry entry) {
        long added = entry.payload().length + (last < first ? 0 : addedBytes[at(last)]);
        if (last - first + 1 == ring.length) {
            evictFirst();
        }
        last++;
        ring[at(last)] = entry;
        addedBytes[at(last)] = added;
        while (first < last && bytesFrom(first) > maxBytes) {
            evictFirst();
        }
    }

    private void evictFirst() {
        ring[at(first)] = null;
        first++;
    }

    public LogEntry get(long index) {
        if (index < first || index > last) {
            throw new IllegalArgumentException("index " + index + " is not in " + first + ".." + last);
        }
        return Objects.requireNonNull(ring[at(index)]);
    }

    /** The size of all payloads from an index on, as far as they are in the window. */
    public long bytesFrom(long index) {
        long from = Math.max(first, index);
        return from > last
                ? 0
                : addedBytes[at(last)] - addedBytes[at(from)] + get(from).payload().length;
    }

    /** Removes the entries from {@code index} on. */
    public void dropFrom(long index) {
        while (last >= Math.max(first, index)) {
            ring[at(last)] = null;
            last--;
        }
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

    private int at(long index) {
        return (int) (index % ring.length);
    }
}
