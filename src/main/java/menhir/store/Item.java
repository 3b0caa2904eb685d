package menhir.store;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An item of a catalog.
 *
 * @param price exact, as it was given: 45.00 stays 45.00
 * @param topic the topic it is listed under, or null
 * @param number the item's number in a store that numbers its items, else null; it never changes
 * @param version index of the log entry that changed it last
 */
public record Item(
        String name,
        BigDecimal price,
        long quantity,
        @Nullable String topic,
        @Nullable Long number,
        long version) implements Value {

    /** An item without a number. */
    public Item(String name, BigDecimal price, long quantity, @Nullable String topic, long version) {
        this(name, price, quantity, topic, null, version);
    }

    Item withQuantity(long newQuantity, long newVersion) {
        return new Item(name, price, newQuantity, topic, number, newVersion);
    }

    Item withPrice(BigDecimal newPrice, @Nullable String newTopic, long newVersion) {
        return new Item(name, newPrice, quantity, newTopic, number, newVersion);
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public long digest() {
        return new Digest64.Quick()
                .add("item")
                .add(name)
                .add(price.unscaledValue().longValue())
                .add(price.scale())
                .add(quantity)
                .add(topic)
                .add(number == null ? -1 : number)
                .add(version)
                .value();
    }

    @Override
    public void putInto(StoreState state) {
        state.putItem(this);
    }
}
