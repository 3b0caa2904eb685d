package menhir.client;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client's conversation with the servers: a dialect over a {@link Failover}, measured. For one thread. */
final class Session {

    private final StoreApi api;
    private final Failover failover;
    private final Tally tally;

    Session(StoreApi api, Failover failover, Tally tally) {
        this.api = api;
        this.failover = failover;
        this.tally = tally;
    }

    /** @throws NoServerException as all methods here, see {@link Failover#send} */
    Looked lookup(String item) throws InterruptedException {
        return measured(api.lookup(item), Looked::kind);
    }

    OrderAnswer order(Wish wish) throws InterruptedException {
        try {
            OrderAnswer outcome = measured(api.order(wish), any -> RequestKind.ORDER);
            tally.ordered(outcome);
            return outcome;
        } catch (NoServerException unanswered) {
            tally.orderUnknown();
            throw unanswered;
        }
    }

    /** Empty when the servers know no order of this number. */
    Optional<OrderView> orderByNumber(long number) throws InterruptedException {
        return measured(api.orderByNumber(number), any -> RequestKind.ORDER_LOOKUP);
    }

    /** As {@link #orderByNumber}, to be compared with a wish; null for none. */
    @Nullable
    OrderView standing(long number) throws InterruptedException {
        OrderView order = orderByNumber(number).orElse(null);
        return order == null ? null : api.asWished(order, this);
    }

    /** A request that is no part of what is measured. */
    <T> T unmeasured(Call<T> call) throws InterruptedException {
        return failover.send(call);
    }

    private <T> T measured(Call<T> call, Function<T, RequestKind> kindOf) throws InterruptedException {
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
