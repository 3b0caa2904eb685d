package menhir.http.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.service.StoreService;
import menhir.store.Order;

/** Looks up the order that a path names. */
public final class OrderLookup {
    private OrderLookup() {}

    /**
     * The order, or a {@link menhir.http.server.ProblemException} if there is none.
     *
     * @param number below 1 if the path has no number that an order can have
     * @param notFound the problem's detail; %d stands for the number
     */
    public static CompletionStage<Order> find(StoreService service, String store, long number, String notFound) {
        // Numbers start at 1. The service does not define smaller ones.
        CompletionStage<Order> found =
                number < 1 ? CompletableFuture.completedFuture(null) : service.order(store, number);
        return found.thenApply(order -> {
            if (order == null) {
                throw Problem.of(ProblemType.UNKNOWN_ORDER, notFound.formatted(number))
                        .with("number", number)
                        .exception();
            }
            return order;
        });
    }
}
