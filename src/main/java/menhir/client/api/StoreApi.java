package menhir.client.api;

import java.util.Optional;
import menhir.client.run.Session;

/** How a dialect asks for what every store kind has: items and orders. */
public sealed interface StoreApi permits CanonicalApi, StocksDialect, BooksDialect, ToysDialect {

    ApiCall<LookupResult> lookup(String item);

    ApiCall<OrderOutcome> order(OrderRequest wish);

    /** Reads as empty when there is no order of this number. */
    ApiCall<Optional<OrderView>> orderByNumber(long number);

    /** An order, with its items called what {@link OrderRequest}es of this dialect call them. */
    default OrderView asWished(OrderView order, Session session) throws InterruptedException {
        return order;
    }
}
