package menhir.client.api;

import java.util.Locale;

/** The server's APIs for items and orders: the canonical one, and those of the classical systems. */
public enum Dialect {
    CANONICAL("stocks"),
    STOCKS("stocks"),
    BOOKS("books"),
    TOYS("toys");

    private final String defaultStore;

    Dialect(String defaultStore) {
        this.defaultStore = defaultStore;
    }

    /** The store to use if none is given. */
    public String defaultStore() {
        return defaultStore;
    }

    /** Whether the dialect can sell to the store. */
    public boolean sells() {
        return this == CANONICAL || this == STOCKS;
    }

    /** The largest quantity of an order. */
    public int maxQuantity() {
        return this == BOOKS ? 1 : OrderRequest.MAX_QUANTITY;
    }

    /** Whether an item goes by its number instead of its name. */
    public boolean usesItemNumbers() {
        return this == BOOKS;
    }

    /** The dialect's requests to a store. For one thread: a dialect may keep state. */
    public StoreApi api(String store) {
        return switch (this) {
            case CANONICAL -> new CanonicalApi(store);
            case STOCKS -> new StocksDialect(store);
            case BOOKS -> new BooksDialect(store);
            case TOYS -> new ToysDialect(store);
        };
    }

    /** The name on the command line and in reports. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
