package menhir.store;

import java.util.Locale;

/** What a store is for. The kind decides which dialect answers for the store, and the defaults of its settings. */
public enum StoreKind {
    /** A stock bazaar: buys take from an item's quantity, sells add to it. */
    STOCKS,
    /** A bookstore: items have numbers and are searched by topic; reads are balanced over all replicas. */
    BOOKS,
    /** A toy store: items that ran out are restocked, and rejected orders stand in the order log. */
    TOYS,
    /** A scoreboard of games: teams' medals and events' scores. It has no items and takes no orders. */
    GAMES;

    /** The kind's name in settings and in the API: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether each item has a number. */
    public boolean numbersItems() {
        return this == BOOKS;
    }

    /** Whether the store is a scoreboard, with boards instead of items. */
    public boolean isScoreboard() {
        return this == GAMES;
    }
}
