package menhir.store;

import java.math.BigDecimal;
import java.util.List;

/** A line of a placed order, with the item's price at that time. */
public record PricedLine(String item, long quantity, BigDecimal price) {

    /** Price times quantity. */
    public BigDecimal amount() {
        return price.multiply(BigDecimal.valueOf(quantity));
    }

    /** The amounts of lines together. */
    public static BigDecimal total(List<PricedLine> lines) {
        return lines.stream().map(PricedLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
