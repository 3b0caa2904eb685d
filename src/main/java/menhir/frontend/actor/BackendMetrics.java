package menhir.frontend.actor;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import menhir.frontend.BackendTimers;

/**
 * Micrometer timers for the tiers behind a front-end. The front-end's own time is part of the HTTP requests' times; a cache
 * hit waits for no other tier.
 */
public final class BackendMetrics implements BackendTimers {
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private static final Duration[] CHANGE_BOUNDS = {
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(4),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final Timer catalogReads;
    private final Timer decisions;
    private final Timer leaderChanges;

    /** The timers of one store. A second instance of the same store and registry continues them. */
    public BackendMetrics(MeterRegistry registry, String store) {
        catalogReads = timer(
                registry,
                store,
                "menhir.catalog.reads",
                "Lookups that the cache could not answer, from the read to the catalog replica's answer",
                BOUNDS);
        decisions = timer(
                registry,
                store,
                "menhir.order.decisions",
                "Commands, from their arrival to the leader's reply: decided, replicated and released",
                BOUNDS);
        leaderChanges = timer(
                registry,
                store,
                "menhir.leader.changes",
                "Changes of the store's leader, for as long as this node heard neither the old nor the new one",
                CHANGE_BOUNDS);
    }

    private static Timer timer(
            MeterRegistry registry, String store, String name, String description, Duration... bounds) {
        return Timer.builder(name)
                .description(description)
                .tag("store", store)
                .serviceLevelObjectives(bounds)
                .register(registry);
    }

    @Override
    public Runnable startRead() {
        return start(catalogReads);
    }

    @Override
    public Runnable startCommand() {
        return start(decisions);
    }

    @Override
    public void leaderChanged(long gapMillis) {
        leaderChanges.record(gapMillis, TimeUnit.MILLISECONDS);
    }

    private static Runnable start(Timer timer) {
        long startedNanos = System.nanoTime();
        return () -> timer.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }
}
