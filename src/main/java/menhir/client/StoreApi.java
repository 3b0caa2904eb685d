package menhir.client;

import java.util.Optional;

/** How a dialect asks for what every store kind has: items and orders. */
sealed interface StoreApi permits CanonicalApi, StocksDialect, BooksDialect, ToysDialect {

    Call<Looked> lookup(String item);

    Call<OrderAnswer> order(Wish wish);

    /** Reads as empty when there is no order of this number. */
    Call<Optional<OrderView>> orderByNumber(long number);

    /** An order, with its items called what {@link Wish}es of this dialect call them. */
    default OrderView asWished(OrderView order, Session session) throws InterruptedException {
        return order;
    }
}
