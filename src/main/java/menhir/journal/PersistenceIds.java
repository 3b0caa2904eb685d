package menhir.journal;

/** The persistence ids of the event-sourced actors. They are in databases: a change would make existing data unreachable. */
public final class PersistenceIds {
    private static final char SEPARATOR = '|';

    private PersistenceIds() {}

    /** The id of a store's order replica in a slot. */
    public static String orders(String store, int slot) {
        return id("orders", store, slot);
    }

    /** The id of a store's catalog replica in a slot. */
    public static String catalog(String store, int slot) {
        return id("catalog", store, slot);
    }

    /** The store of the actor with this id. */
    static String storeOf(String persistenceId) {
        return persistenceId.substring(persistenceId.indexOf(SEPARATOR) + 1, persistenceId.lastIndexOf(SEPARATOR));
    }

    private static String id(String kind, String store, int slot) {
        if (store.isEmpty() || store.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException("not the name of a store: " + store);
        }
        return kind + SEPARATOR + store + SEPARATOR + slot;
    }
}
