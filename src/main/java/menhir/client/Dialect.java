package menhir.client;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which of the server's languages is spoken. */
enum Dialect {
    CANONICAL("canonical"),
    STOCKS("stocks");

    private final String label;

    Dialect(String label) {
        this.label = label;
    }

    StoreApi api(String store) {
        return switch (this) {
            case CANONICAL -> new CanonicalApi(store);
            case STOCKS -> new StocksDialect();
        };
    }

    @Override
    public String toString() {
        return label;
    }

    /** For picocli: lower case, and a wrong one is a usage error. */
    static final class Converter implements ITypeConverter<Dialect> {
        @Override
        public Dialect convert(String value) {
            for (Dialect dialect : values()) {
                if (dialect.label.equals(value)) {
                    return dialect;
                }
            }
            throw new TypeConversionException("'" + value + "' is neither canonical nor stocks");
        }
    }
}
