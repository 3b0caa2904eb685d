package menhir.node;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import menhir.service.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * A service of the node's current session, or none between two sessions. Calls that arrive before the first session wait for
 * it a while: a node that has just been started joins the others within seconds. Between two sessions calls fail at once,
 * because the node may be cut off for any time. What a session has not answered when it has ended fails too: its actors are
 * gone, and nobody else would complete it. Thread-safe.
 *
 * @param <S> type of the service
 */
final class SessionReference<S> {
    /** With the deadline of a command below the timeout of HTTP requests. */
    static final Duration START_WAIT = Duration.ofSeconds(4);

    private final AtomicReference<@Nullable S> current = new AtomicReference<>();
    private final CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
    private final Map<Object, CompletableFuture<?>> unanswered = new ConcurrentHashMap<>();

    @Nullable
    S get() {
        return current.get();
    }

    /** Sets the service, null at the end of its session, and returns the one before. */
    @Nullable
    S getAndSet(@Nullable S service) {
        S before = current.getAndSet(service);
        if (service != null) {
            started.complete(null);
        }
        return before;
    }

    /** Calls the service. Without one the stage fails with {@link ServiceException.Reason#NO_MAJORITY}. */
    <T> CompletionStage<T> call(Function<S, CompletionStage<T>> method) {
        if (started.isDone()) {
            return callNow(method);
        }
        return started.copy()
                .completeOnTimeout(null, START_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(done -> callNow(method));
    }

    /** The same, but it waits for nothing. */
    <T> CompletionStage<T> callNow(Function<S, CompletionStage<T>> method) {
        S service = current.get();
        return service == null
                ? CompletableFuture.failedFuture(new ServiceException(
                        ServiceException.Reason.NO_MAJORITY,
                        "This node is not in the cluster. Nothing was changed; retry, or use another node."))
                : untilEnd(method.apply(service));
    }

    private <T> CompletionStage<T> untilEnd(CompletionStage<T> call) {
        CompletableFuture<T> answer = call.toCompletableFuture();
        if (answer.isDone()) {
            return answer;
        }
        Object key = new Object();
        unanswered.put(key, answer);
        return answer.whenComplete((done, failure) -> unanswered.remove(key));
    }

    /** Fails what the last session has not answered. To be called when it has ended, before there is another one. */
    void failUnanswered() {
        for (CompletableFuture<?> call : unanswered.values()) {
            call.completeExceptionally(new ServiceException(
                    ServiceException.Reason.OUTCOME_UNKNOWN,
                    "This node left the cluster before it had the answer. Send a change again with the same key."));
        }
    }
}
