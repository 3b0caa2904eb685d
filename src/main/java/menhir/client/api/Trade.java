package menhir.client.api;

import com.fasterxml.jackson.annotation.JsonValue;

/** What an order does to the stock. */
public enum Trade {
    /** Takes from the item's quantity. */
    BUY("buy"),
    /** Adds to the item's quantity. */
    SELL("sell");

    private final String wireName;

    Trade(String wireName) {
        this.wireName = wireName;
    }

    /** The name in the API's JSON. */
    @JsonValue
    String wireName() {
        return wireName;
    }
}
