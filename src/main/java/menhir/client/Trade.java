package menhir.client;

/** What an order does to the stock. */
enum Trade {
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
