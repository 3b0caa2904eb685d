package menhir.chaos.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import menhir.chaos.check.ClusterTimeline.Window;

/** Finds the times without an acknowledged order while one majority was connected. */
public final class Availability {

    /** A span of time without an acknowledged order. */
    public record Gap(long from, long to) {
        /** Its length in milliseconds. */
        public long millis() {
            return nanos() / 1_000_000;
        }

        private long nanos() {
            return to - from;
        }

        private boolean contains(Gap other) {
            return from <= other.from && other.to <= to;
        }
    }

    /** Most gaps that are told. */
    private static final int MOST = 100;

    private Availability() {}

    /**
     * The longest gaps, at most 100, the longest first. Each lies in one window: it is bounded by the window and by
     * acknowledged orders. Where windows overlap, a gap that lies in another is left out.
     *
     * @param windows when one majority was connected
     * @param acknowledged when clients were told that an order is placed, in any order
     */
    public static List<Gap> gaps(List<Window> windows, Collection<Long> acknowledged) {
        TreeSet<Long> times = new TreeSet<>(acknowledged);
        List<Gap> gaps = new ArrayList<>();
        for (Window window : windows) {
            long last = window.from();
            for (long at : times.subSet(window.from(), true, window.to(), true)) {
                gaps.add(new Gap(last, at));
                last = at;
            }
            gaps.add(new Gap(last, window.to()));
        }
        gaps.sort(Comparator.comparingLong(Gap::nanos).reversed());
        List<Gap> apart = new ArrayList<>();
        for (Gap gap : gaps) {
            if (apart.size() == MOST) {
                break;
            }
            if (apart.stream().noneMatch(longer -> longer.contains(gap))) {
                apart.add(gap);
            }
        }
        return apart;
    }
}
