package menhir.stats;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import menhir.stats.TimelineEntry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What happened last in the cluster. Administrative changes take a part of the places only: a program that restocks every second
 * must not push out when the leader changed.
 */
final class Timeline {
    static final int MAX_ENTRIES = 200;
    static final int MAX_ADMINISTRATION = 50;
    static final int MAX_DETAIL = 300;

    private final ArrayDeque<TimelineEntry> entries = new ArrayDeque<>();
    private long last;
    private int administration;

    void add(
            long atMillis,
            Kind kind,
            @Nullable String node,
            @Nullable String store,
            @Nullable Long durationMillis,
            @Nullable String detail) {
        String bounded = detail == null || detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL);
        entries.addLast(new TimelineEntry(++last, atMillis, kind, node, store, durationMillis, bounded));
        if (kind == Kind.ADMINISTRATION && ++administration > MAX_ADMINISTRATION) {
            removeOldestAdministration();
        }
        if (entries.size() > MAX_ENTRIES && entries.removeFirst().kind() == Kind.ADMINISTRATION) {
            administration--;
        }
    }

    private void removeOldestAdministration() {
        for (Iterator<TimelineEntry> each = entries.iterator(); each.hasNext(); ) {
            if (each.next().kind() == Kind.ADMINISTRATION) {
                each.remove();
                administration--;
                return;
            }
        }
    }

    /** Those with higher numbers, the oldest first, as far as they are kept. */
    List<TimelineEntry> after(long number) {
        return entries.stream().filter(entry -> entry.number() > number).toList();
    }

    /** Number of the newest entry; 0 if there is none. */
    long last() {
        return last;
    }
}
