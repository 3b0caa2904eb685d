package menhir.http.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Counts and times the requests of a route by class of status. Costs one array lookup per request. */
final class RouteMetrics {
    private static final int STATUS_CLASSES = 6;
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;
    private final String method;
    private final String pattern;
    private final AtomicReferenceArray<Timer> timers = new AtomicReferenceArray<>(STATUS_CLASSES);

    RouteMetrics(MeterRegistry registry, String method, String pattern) {
        this.registry = registry;
        this.method = method;
        this.pattern = pattern;
    }

    void record(int status, long nanos) {
        int statusClass = status / 100;
        Timer timer = timers.get(statusClass);
        if (timer == null) {
            timer = register(statusClass);
            timers.set(statusClass, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Registers a timer at its first use, so that the metrics list only what occurs. Two threads may do this at the same time:
     * the registry returns the same timer to both.
     */
    private Timer register(int statusClass) {
        return Timer.builder("menhir.http.requests")
                .description("Duration of HTTP requests by method, route and class of status")
                .tag("method", method)
                .tag("route", pattern)
                .tag("status", statusClass + "xx")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
