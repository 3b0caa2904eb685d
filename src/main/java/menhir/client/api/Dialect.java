package menhir.client.api;

import menhir.client.command.RunCommand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which of the server's languages is spoken. */
public enum Dialect {
    CANONICAL("canonical", "stocks"),
    STOCKS("stocks", "stocks"),
    BOOKS("books", "books"),
    TOYS("toys", "toys");

    private final String label;
    private final String defaultStore;

    Dialect(String label, String defaultStore) {
        this.label = label;
        this.defaultStore = defaultStore;
    }

    /** The store that is meant when none is named. */
    public String defaultStore() {
        return defaultStore;
    }

    /** Whether an order may add to the stock. */
    public boolean sells() {
        return this == CANONICAL || this == STOCKS;
    }

    /** The most that one order may be of. */
    public int maxQuantity() {
        return this == BOOKS ? 1 : RunCommand.QUANTITY_LIMIT;
    }

    public StoreApi api(String store) {
        return switch (this) {
            case CANONICAL -> new CanonicalApi(store);
            case STOCKS -> new StocksDialect(store);
            case BOOKS -> new BooksDialect(store);
            case TOYS -> new ToysDialect(store);
        };
    }

    @Override
    public String toString() {
        return label;
    }

    /** For picocli: lower case, and a wrong one is a usage error. */
    public static final class Converter implements ITypeConverter<Dialect> {
        @Override
        public Dialect convert(String value) {
            for (Dialect dialect : values()) {
                if (dialect.label.equals(value)) {
                    return dialect;
                }
            }
            throw new TypeConversionException("'" + value + "' is none of canonical, stocks, books and toys");
        }
    }
}
