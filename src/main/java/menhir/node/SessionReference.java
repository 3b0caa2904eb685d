package menhir.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import menhir.service.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * A service of the node's current session, or none between two sessions. Thread-safe.
 *
 * @param <S> type of the service
 */
final class SessionReference<S> {
    private final AtomicReference<@Nullable S> current = new AtomicReference<>();

    @Nullable
    S get() {
        return current.get();
    }

    /** Sets the service, null at the end of its session, and returns the one before. */
    @Nullable
    S getAndSet(@Nullable S service) {
        return current.getAndSet(service);
    }

    /** Calls the service; without one the stage fails at once with {@link ServiceException.Reason#NO_MAJORITY}. */
    <T> CompletionStage<T> call(Function<S, CompletionStage<T>> method) {
        S service = current.get();
        return service == null
                ? CompletableFuture.failedFuture(new ServiceException(
                        ServiceException.Reason.NO_MAJORITY,
                        "This node is not in the cluster. Nothing was changed; retry, or use another node."))
                : method.apply(service);
    }
}
