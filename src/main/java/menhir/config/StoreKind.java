package menhir.config;

/** What a store sells, which decides what its own clients may ask of it. */
public enum StoreKind {
    /** A stock bazaar: buys take from an item's quantity, sells add to it. */
    STOCKS,
    /** A scoreboard of games: teams' medals and events' scores. */
    GAMES
}
