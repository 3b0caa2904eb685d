package menhir.journal;

/** Under which name an actor's events lie in the slot's database. Changing one orphans the data. */
public final class PersistenceIds {
    private static final char SEPARATOR = '|';

    private PersistenceIds() {}

    /** The order replica of a store in a slot. */
    public static String orders(String store, int slot) {
        if (store.isEmpty() || store.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException("not a store's name: " + store);
        }
        return "orders" + SEPARATOR + store + SEPARATOR + slot;
    }
}
