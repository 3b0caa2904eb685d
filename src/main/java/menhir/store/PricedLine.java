package menhir.store;

import java.math.BigDecimal;

/** A line of a placed order, with the item's price at that time. */
public record PricedLine(String item, long quantity, BigDecimal price) {

    /** Price times quantity. */
    public BigDecimal amount() {
        return price.multiply(BigDecimal.valueOf(quantity));
    }
}
