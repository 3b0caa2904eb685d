package menhir.client.api;

/** What an order does to the stock. */
public enum Trade {
    BUY("buy"),
    SELL("sell");

    private final String wireName;

    Trade(String wireName) {
        this.wireName = wireName;
    }

    /** As the API spells it. */
    String wireName() {
        return wireName;
    }
}
