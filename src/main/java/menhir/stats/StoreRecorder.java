package menhir.stats;

import java.util.concurrent.atomic.LongAdder;
import menhir.service.StoreService.Outcome;
import org.jspecify.annotations.Nullable;

/** Counts and times what clients of a store were told since the last sample. Thread-safe; costs a request some tens of nanoseconds. */
public final class StoreRecorder {
    private final LongAdder orders = new LongAdder();
    private final LongAdder rejections = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder lookups = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final Latencies ofOrders = new Latencies();
    private final Latencies ofLookups = new Latencies();

    StoreRecorder() {}

    /** A command has ended: with an outcome, or without one after a failure. */
    public void command(@Nullable Outcome outcome, long nanos) {
        if (outcome == null) {
            failures.increment();
        } else if (outcome instanceof Outcome.Rejected) {
            rejections.increment();
        } else {
            orders.increment();
        }
        ofOrders.record(nanos);
    }

    /** A lookup was answered. */
    public void lookup(boolean hit, long nanos) {
        lookups.increment();
        if (hit) {
            hits.increment();
        }
        ofLookups.record(nanos);
    }

    /** All since the last call. Of a lookup that ends meanwhile, a part may be in the next sample. */
    StoreSample take(@Nullable Long released, @Nullable Long lag) {
        Latencies.Percentiles order = ofOrders.take();
        Latencies.Percentiles lookup = ofLookups.take();
        // Hits first: never more of them than lookups.
        long hit = hits.sumThenReset();
        return new StoreSample(
                orders.sumThenReset(),
                rejections.sumThenReset(),
                failures.sumThenReset(),
                order.p50Micros(),
                order.p99Micros(),
                lookups.sumThenReset(),
                hit,
                lookup.p50Micros(),
                lookup.p99Micros(),
                released,
                lag);
    }
}
