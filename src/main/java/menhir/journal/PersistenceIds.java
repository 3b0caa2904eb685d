package menhir.journal;

/** Under which name an actor's events lie in the slot's database. Changing one orphans the data. */
public final class PersistenceIds {
    private static final char SEPARATOR = '|';

    private PersistenceIds() {}

    /** The order replica of a store in a slot. */
    public static String orders(String store, int slot) {
        return id("orders", store, slot);
    }

    /** The catalog replica of a store in a slot. */
    public static String catalog(String store, int slot) {
        return id("catalog", store, slot);
    }

    /** Of which store the actor with this id is. */
    static String storeOf(String persistenceId) {
        return persistenceId.substring(persistenceId.indexOf(SEPARATOR) + 1, persistenceId.lastIndexOf(SEPARATOR));
    }

    private static String id(String kind, String store, int slot) {
        if (store.isEmpty() || store.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException("not a store's name: " + store);
        }
        return kind + SEPARATOR + store + SEPARATOR + slot;
    }
}
