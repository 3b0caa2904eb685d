package menhir.replication;

import java.util.ArrayList;
import java.util.List;

/** The newest entries of the leader's log, at hand for the replicas. Older committed ones give way. */
final class EntryWindow {
    private LogEntry[] ring;
    private long first;
    private long last;

    /** @param last index of the last entry that is not in the window: the end of the log that the leader took over */
    EntryWindow(int capacity, long last) {
        this.ring = new LogEntry[capacity];
        this.first = last + 1;
        this.last = last;
    }

    long firstIndex() {
        return first;
    }

    long lastIndex() {
        return last;
    }

    void add(LogEntry entry) {
        if (last - first + 1 == ring.length) {
            first++;
        }
        last++;
        ring[(int) (last % ring.length)] = entry;
    }

    LogEntry get(long index) {
        if (index < first || index > last) {
            throw new IllegalArgumentException("index " + index + " is not in " + first + ".." + last);
        }
        return ring[(int) (index % ring.length)];
    }

    /** Entries from {@code from} on, at least one, as many as the limits allow. */
    List<LogEntry> from(long from, int maxEntries, int maxBytes) {
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
