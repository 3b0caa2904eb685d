package menhir.store;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An item of a catalog.
 *
 * @param price exact, as it was given: 45.00 stays 45.00
 * @param topic what it is filed under, or null
 * @param version index of the log entry that changed it last
 */
public record Item(
        String name,
        BigDecimal price,
        long quantity,
        @Nullable String topic,
        long version) implements Value {

    Item withQuantity(long newQuantity, long newVersion) {
        return new Item(name, price, newQuantity, topic, newVersion);
    }
}
