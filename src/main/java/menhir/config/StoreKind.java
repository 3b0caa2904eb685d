package menhir.config;

import java.util.Collection;

/** What a store sells, which decides what its own clients may ask of it, and what is the rule where nothing else is set. */
public enum StoreKind {
    /** A stock bazaar: buys take from an item's quantity, sells add to it. */
    STOCKS,
    /** A bookstore: items have numbers, and are searched for by topic, at all replicas in turn. */
    BOOKS,
    /** A toy store: what ran out is restocked, and refused orders stand in the order log. */
    TOYS,
    /** A scoreboard of games: teams' medals and events' scores. It has no items and takes no orders. */
    GAMES;

    /** Whether each item has a number, in the first catalog and ever after. */
    public boolean numbersItems() {
        return this == BOOKS;
    }

    boolean isAmong(Collection<Settings.Store> stores) {
        return stores.stream().anyMatch(store -> store.kind() == this);
    }

    Settings.Reads reads() {
        return this == BOOKS ? Settings.Reads.BALANCED : Settings.Reads.NEAR;
    }

    boolean logsRefusals() {
        return this == TOYS;
    }

    /** A time, or "off". */
    String restockEvery() {
        return this == TOYS ? "10 s" : Values.OFF;
    }
}
