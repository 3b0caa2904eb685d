package menhir.experiment.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import menhir.client.metrics.RequestKind;
import menhir.client.metrics.RequestListener;

/** Counts requests in slices of time since its creation. Thread-safe. Events after the last slice count in the last slice. */
public final class Timeline implements RequestListener {

    private static final int SLICES_LIMIT = 100_000;

    /**
     * The counts of a slice of time.
     *
     * @param seconds middle of the slice, since the creation
     * @param slowestMillis longest latency of a request that completed in it
     */
    public record Slice(double seconds, long lookups, long orders, long failedAttempts, double slowestMillis) {}

    private static final class Count {
        long lookups;
        long orders;
        long failed;
        long slowestNanos;
    }

    private final long sliceNanos;
    private final long startNanos;
    private final List<Count> counts = new ArrayList<>();

    /** Starts now, with slices of a length in milliseconds. */
    public Timeline(long sliceMillis) {
        sliceNanos = TimeUnit.MILLISECONDS.toNanos(sliceMillis);
        startNanos = System.nanoTime();
    }

    /** The time since the creation, in seconds. */
    public double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    @Override
    public void completed(RequestKind kind, long nanos) {
        completedAt(System.nanoTime() - startNanos, kind, nanos);
    }

    @Override
    public void retried() {
        retriedAt(System.nanoTime() - startNanos);
    }

    synchronized void completedAt(long atNanos, RequestKind kind, long nanos) {
        Count count = at(atNanos);
        if (kind == RequestKind.ORDER) {
            count.orders++;
        } else {
            count.lookups++;
        }
        count.slowestNanos = Math.max(count.slowestNanos, nanos);
    }

    synchronized void retriedAt(long atNanos) {
        at(atNanos).failed++;
    }

    private Count at(long atNanos) {
        int index = (int) Math.min(atNanos / sliceNanos, SLICES_LIMIT - 1);
        while (counts.size() <= index) {
            counts.add(new Count());
        }
        return counts.get(index);
    }

    /** All slices so far. */
    public synchronized List<Slice> slices() {
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            Count count = counts.get(i);
            double middle = (i + 0.5) * sliceNanos / 1e9;
            slices.add(new Slice(middle, count.lookups, count.orders, count.failed, count.slowestNanos / 1e6));
        }
        return slices;
    }

    /** The length of a slice, in seconds. */
    public double sliceSeconds() {
        return sliceNanos / 1e9;
    }

    /**
     * The longest time without a counted event, in seconds, to within a slice.
     *
     * @param from start of the time span, in seconds
     * @param to end of the time span, in seconds
     * @param count the events that matter, of a slice
     */
    public static double longestPause(
            List<Slice> slices, double sliceSeconds, double from, double to, ToLongFunction<Slice> count) {
        int longest = 0;
        int empty = 0;
        for (Slice slice : slices) {
            boolean within = slice.seconds() >= from && slice.seconds() <= to;
            empty = within && count.applyAsLong(slice) == 0 ? empty + 1 : 0;
            longest = Math.max(longest, empty);
        }
        return longest * sliceSeconds;
    }
}
