package menhir.frontend;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a front-end waits for the tiers behind it. What the front-end itself takes is in the HTTP requests' times; a hit
 * waits for nobody, and costs nothing here.
 */
public final class BackendMetrics {
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final Timer catalogReads;
    private final Timer decisions;

    /** The meter of one store; a second one of the same store and registry goes on counting where the first ended. */
    public BackendMetrics(MeterRegistry registry, String store) {
        catalogReads = Timer.builder("menhir.catalog.reads")
                .description(
                        "Lookups that the cache could not answer, from the question to the catalog replica's answer")
                .tag("store", store)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
        decisions = Timer.builder("menhir.order.decisions")
                .description("Changes, from their being taken to the leader's answer: decided, on a majority, released")
                .tag("store", store)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    void read(long begunNanos) {
        catalogReads.record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS);
    }

    void decided(long begunNanos) {
        decisions.record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS);
    }
}
