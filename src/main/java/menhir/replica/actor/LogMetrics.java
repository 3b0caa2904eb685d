package menhir.replica.actor;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;

/** How long the replicas of a store on this node take to write to their logs, and how much they write at once. */
public final class LogMetrics {
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private static final double[] ENTRIES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000};

    private final Timer writes;
    private final DistributionSummary entries;

    /** The metrics of one store. A second instance of the same store and registry continues them. */
    public LogMetrics(MeterRegistry registry, String store) {
        writes = Timer.builder("menhir.log.writes")
                .description("Writes to the log of this node's replica, until the disk has them")
                .tag("store", store)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
        entries = DistributionSummary.builder("menhir.log.write.entries")
                .description("Entries that one write to the log of this node's replica has")
                .tag("store", store)
                .serviceLevelObjectives(ENTRIES)
                .register(registry);
    }

    /** A write begins; the result is to be run when the disk has it. */
    Runnable startWrite(List<ReplicaEvent> events) {
        long startedNanos = System.nanoTime();
        int count = events.stream()
                .mapToInt(event -> event instanceof EntriesAppended appended
                        ? appended.entries().size()
                        : 0)
                .sum();
        return () -> {
            writes.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
            if (count > 0) {
                entries.record(count);
            }
        };
    }
}
