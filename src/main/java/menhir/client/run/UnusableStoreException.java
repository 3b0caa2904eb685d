package menhir.client.run;

/** The servers answered, but they have no such store, or no items in it. */
public final class UnusableStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UnusableStoreException(String message) {
        super(message, null, false, false);
    }

    public static UnusableStoreException unknown(String store) {
        return new UnusableStoreException("the servers have no store '" + store + "'");
    }

    static UnusableStoreException empty(String store) {
        return new UnusableStoreException("store '" + store + "' has no items");
    }
}
