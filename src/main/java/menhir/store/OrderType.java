package menhir.store;

/** A buy takes from an item's quantity, a sell adds to it. */
public enum OrderType {
    BUY,
    SELL
}
