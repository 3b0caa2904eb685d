package menhir.frontend.actor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import menhir.service.ServiceException;
import menhir.service.StoreService.Outcome;
import org.jspecify.annotations.Nullable;

/** Counts what clients of a store were told about their commands. */
public final class OutcomeMetrics {
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private record Labels(String outcome, String reason) {}

    private final MeterRegistry registry;
    private final String store;
    private final Map<Labels, Counter> counters = new ConcurrentHashMap<>();

    /** The counters of one store. A second instance of the same store and registry continues them. */
    public OutcomeMetrics(MeterRegistry registry, String store) {
        this.registry = registry;
        this.store = store;
        // So that a rate can be told of their first occurrence.
        counter(new Labels("done", ""));
        counter(new Labels("rejected", "not-enough"));
        for (ServiceException.Reason reason : ServiceException.Reason.values()) {
            counter(new Labels("failed", reason(reason)));
        }
    }

    /** Counts an outcome, or the failure of a command that has none. */
    void count(@Nullable Outcome outcome, @Nullable Throwable failure) {
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
