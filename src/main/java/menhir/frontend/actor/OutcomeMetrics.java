package menhir.frontend.actor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import menhir.service.ServiceException;
import menhir.service.StoreService.Outcome;
import org.jspecify.annotations.Nullable;

/** Counts the commands that a store's clients wait for, and what they were told about the others. */
public final class OutcomeMetrics {
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private static final String PENDING = "menhir.commands.pending";

    private record Labels(String outcome, String reason) {}

    private final MeterRegistry registry;
    private final String store;
    private final Map<Labels, Counter> counters = new ConcurrentHashMap<>();
    private final AtomicInteger pending = new AtomicInteger();

    /** The metrics of one store. A second instance of the same store and registry continues its counters. */
    public OutcomeMetrics(MeterRegistry registry, String store) {
        this.registry = registry;
        this.store = store;
        showPending();
        // So that a rate can be told of their first occurrence.
        counter(new Labels("done", ""));
        counter(new Labels("rejected", "not-enough"));
        for (ServiceException.Reason reason : ServiceException.Reason.values()) {
            counter(new Labels("failed", reason(reason)));
        }
    }

    private void showPending() {
        // An earlier instance, whose session has ended, counts no more.
        registry.find(PENDING).tag("store", store).meters().forEach(registry::remove);
        Gauge.builder(PENDING, pending, AtomicInteger::get)
                .description("Orders and other changes that wait for their outcome")
                .tag("store", store)
                .register(registry);
    }

    /** A command begins; the result must be given its outcome, once. */
    BiConsumer<@Nullable Outcome, @Nullable Throwable> begin() {
        pending.incrementAndGet();
        return (outcome, failure) -> {
            pending.decrementAndGet();
            count(outcome, failure);
        };
    }

    /** Counts an outcome, or the failure of a command that has none. */
    private void count(@Nullable Outcome outcome, @Nullable Throwable failure) {
        counter(labels(outcome, failure)).increment();
    }

    private static Labels labels(@Nullable Outcome outcome, @Nullable Throwable failure) {
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            return new Labels("failed", cause instanceof ServiceException known ? reason(known.reason()) : "other");
        } else if (outcome instanceof Outcome.Rejected rejected) {
            String name = rejected.reason().getClass().getSimpleName();
            return new Labels(
                    "rejected", WORD_START.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT));
        }
        return new Labels(outcome != null && outcome.replayed() ? "replayed" : "done", "");
    }

    private static String reason(ServiceException.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Counter counter(Labels labels) {
        return counters.computeIfAbsent(labels, key -> Counter.builder("menhir.commands")
                .description("Orders and other changes, by what clients were told")
                .tag("store", store)
                .tag("outcome", key.outcome())
                .tag("reason", key.reason())
                .register(registry));
    }
}
