package menhir.client.run;

import java.util.Optional;
import java.util.function.Function;
import menhir.client.api.ApiCall;
import menhir.client.api.LookupResult;
import menhir.client.api.OrderOutcome;
import menhir.client.api.OrderRequest;
import menhir.client.api.OrderView;
import menhir.client.api.RequestKind;
import menhir.client.api.StoreApi;
import menhir.client.http.Failover;
import menhir.client.http.NoServerException;
import org.jspecify.annotations.Nullable;

/** One client's conversation with the servers: a dialect over a {@link Failover}, measured. For one thread. */
public final class Session {

    private final StoreApi api;
    private final Failover failover;
    private final RunMetrics tally;

    public Session(StoreApi api, Failover failover, RunMetrics tally) {
        this.api = api;
        this.failover = failover;
        this.tally = tally;
    }

    /**
     * TODO summary.
     *
     * @throws NoServerException as all methods here, see {@link Failover#send}
     */
    public LookupResult lookup(String item) throws InterruptedException {
        return measured(api.lookup(item), LookupResult::kind);
    }

    public OrderOutcome order(OrderRequest wish) throws InterruptedException {
        try {
            OrderOutcome outcome = measured(api.order(wish), any -> RequestKind.ORDER);
            tally.ordered(outcome);
            return outcome;
        } catch (NoServerException unanswered) {
            tally.orderUnknown();
            throw unanswered;
        }
    }

    /** Empty when the servers know no order of this number. */
    public Optional<OrderView> orderByNumber(long number) throws InterruptedException {
        return measured(api.orderByNumber(number), any -> RequestKind.ORDER_LOOKUP);
    }

    /** As {@link #orderByNumber}, to be compared with a wish; null for none. */
    @Nullable
    OrderView standing(long number) throws InterruptedException {
        OrderView order = orderByNumber(number).orElse(null);
        return order == null ? null : api.asWished(order, this);
    }

    /** A request that is no part of what is measured. */
    public <T> T unmeasured(ApiCall<T> call) throws InterruptedException {
        return failover.send(call);
    }

    private <T> T measured(ApiCall<T> call, Function<T, RequestKind> kindOf) throws InterruptedException {
        long begunNanos = tally.begun();
        boolean done = false;
        try {
            T answer = failover.send(call);
            tally.succeeded(kindOf.apply(answer), begunNanos);
            done = true;
            return answer;
        } finally {
            if (!done) {
                tally.failed();
            }
        }
    }
}
