package menhir.client.run;

import java.util.Optional;
import java.util.function.Function;
import menhir.client.api.CacheStatus;
import menhir.client.api.LookupResult;
import menhir.client.api.OrderOutcome;
import menhir.client.api.OrderRequest;
import menhir.client.api.OrderView;
import menhir.client.api.StoreApi;
import menhir.client.http.ApiCall;
import menhir.client.http.ApiCaller;
import menhir.client.http.NoServerException;
import menhir.client.metrics.RequestKind;
import org.jspecify.annotations.Nullable;

/**
 * One client: a dialect over a caller with fail-over, measured. Every method throws {@link NoServerException} if no
 * server gives a usable response before the deadline. For one thread.
 */
public final class Session {

    private final StoreApi api;
    private final ApiCaller caller;
    private final RunMetrics metrics;

    Session(StoreApi api, ApiCaller caller, RunMetrics metrics) {
        this.api = api;
        this.caller = caller;
        this.metrics = metrics;
    }

    public LookupResult lookup(String item) throws InterruptedException {
        return measured(api.lookup(item), result -> kindOf(result.cache()));
    }

    private static RequestKind kindOf(CacheStatus cache) {
        return switch (cache) {
            case HIT -> RequestKind.LOOKUP_HIT;
            case MISS -> RequestKind.LOOKUP_MISS;
            case UNKNOWN -> RequestKind.LOOKUP;
        };
    }

    /** Places an order. After a {@link NoServerException} its outcome is unknown. */
    public OrderOutcome order(OrderRequest order) throws InterruptedException {
        try {
            OrderOutcome outcome = measured(api.order(order), any -> RequestKind.ORDER);
            metrics.ordered(outcome);
            return outcome;
        } catch (NoServerException unanswered) {
            metrics.orderUnknown();
            throw unanswered;
        }
    }

    /** A placed order; empty if there is none of this number. */
    public Optional<OrderView> orderByNumber(long number) throws InterruptedException {
        return measured(api.orderByNumber(number), any -> RequestKind.ORDER_LOOKUP);
    }

    /** As {@link #orderByNumber}, for comparison with its {@link OrderRequest}; null for none. */
    @Nullable
    OrderView placedOrder(long number) throws InterruptedException {
        OrderView order = orderByNumber(number).orElse(null);
        return order == null ? null : api.inRequestTerms(order, caller);
    }

    /** Sends a call that is not measured. */
    public <T> T send(ApiCall<T> call) throws InterruptedException {
        return caller.send(call);
    }

    private <T> T measured(ApiCall<T> call, Function<T, RequestKind> kindOf) throws InterruptedException {
        long startedNanos = metrics.started();
        boolean succeeded = false;
        try {
            T result = caller.send(call);
            metrics.succeeded(kindOf.apply(result), startedNanos);
            succeeded = true;
            return result;
        } finally {
            if (!succeeded) {
                metrics.failed();
            }
        }
    }
}
