package menhir.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import menhir.client.metrics.RequestKind;
import menhir.client.metrics.RequestListener;

/** Counts what happens in each slice of time since its making. Thread-safe; events after the last slice are left out. */
public final class Timeline implements RequestListener {

    private static final int SLICES_LIMIT = 100_000;

    /**
     * A slice of time.
     *
     * @param seconds from the beginning to its middle
     */
    public record Slice(double seconds, long lookups, long orders, long failedAttempts, double slowestMillis) {}

    private static final class Count {
        long lookups;
        long orders;
        long failed;
        long slowestNanos;
    }

    private final long sliceNanos;
    private final long begunNanos;
    private final List<Count> counts = new ArrayList<>();

    public Timeline(long sliceMillis) {
        sliceNanos = TimeUnit.MILLISECONDS.toNanos(sliceMillis);
        begunNanos = System.nanoTime();
    }

    public double seconds() {
        return (System.nanoTime() - begunNanos) / 1e9;
    }

    @Override
    public void completed(RequestKind kind, long nanos) {
        answeredAt(System.nanoTime() - begunNanos, kind, nanos);
    }

    @Override
    public void retried() {
        retriedAt(System.nanoTime() - begunNanos);
    }

    synchronized void answeredAt(long atNanos, RequestKind kind, long nanos) {
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

    public synchronized List<Slice> slices() {
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            Count count = counts.get(i);
            double middle = (i + 0.5) * sliceNanos / 1e9;
            slices.add(new Slice(middle, count.lookups, count.orders, count.failed, count.slowestNanos / 1e6));
        }
        return slices;
    }

    public double sliceSeconds() {
        return sliceNanos / 1e9;
    }
}
