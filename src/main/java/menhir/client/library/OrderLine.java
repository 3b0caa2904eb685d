package menhir.client.library;

import java.math.BigDecimal;

/**
 * A line of an order or of a hold.
 *
 * @param price of one
 * @param amount price times quantity
 */
public record OrderLine(String item, long quantity, BigDecimal price, BigDecimal amount) {}
