package menhir.client.api;

import java.util.Optional;
import menhir.client.http.ApiCall;
import menhir.client.http.ApiCaller;

/** The requests of a dialect for what every store has: items and orders. */
public sealed interface StoreApi permits CanonicalApi, StocksDialect, BooksDialect, ToysDialect {

    ApiCall<LookupResult> lookup(String item);

    ApiCall<OrderOutcome> order(OrderRequest order);

    /** The result is empty if there is no order of this number. */
    ApiCall<Optional<OrderView>> orderByNumber(long number);

    /**
     * An order with its items named as {@link OrderRequest}s of this dialect name them, so that the two can be compared.
     *
     * @param caller for further lookups, where the dialect needs them
     */
    default OrderView inRequestTerms(OrderView order, ApiCaller caller) throws InterruptedException {
        return order;
    }
}
