package menhir.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An item of a catalog.
 *
 * @param price exact, as it was given: 45.00 stays 45.00
 * @param topic the topic it is listed under, or null
 * @param number the item's number in a store that numbers its items, else null; it never changes
 * @param quantity what can be ordered now
 * @param version index of the log entry that changed it last
 * @param held what active holds have set aside, which is not in the quantity
 * @param terms on which it is sold, null for none
 * @param retired whether it is sold no more: see {@link Entry.ItemRetired}
 */
public record Item(
        String name,
        BigDecimal price,
        long quantity,
        @Nullable String topic,
        @Nullable Long number,
        long version,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long held,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Terms terms,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean retired)
        implements Value {

    /** An item without a number, of which nothing is held. */
    public Item(String name, BigDecimal price, long quantity, @Nullable String topic, long version) {
        this(name, price, quantity, topic, null, version);
    }

    /** An item of which nothing is held. */
    public Item(
            String name, BigDecimal price, long quantity, @Nullable String topic, @Nullable Long number, long version) {
        this(name, price, quantity, topic, number, version, 0, null);
    }

    /** An item that is sold. */
    public Item(
            String name,
            BigDecimal price,
            long quantity,
            @Nullable String topic,
            @Nullable Long number,
            long version,
            long held,
            @Nullable Terms terms) {
        this(name, price, quantity, topic, number, version, held, terms, false);
    }

    Item withStock(long newQuantity, long newHeld, long newVersion) {
        return new Item(name, price, newQuantity, topic, number, newVersion, newHeld, terms, retired);
    }

    Item withPrice(BigDecimal newPrice, @Nullable String newTopic, long newVersion) {
        return new Item(name, newPrice, quantity, newTopic, number, newVersion, held, terms, retired);
    }

    Item withTerms(@Nullable Terms newTerms, long newVersion) {
        return new Item(name, price, quantity, topic, number, newVersion, held, newTerms, retired);
    }

    /** The same without terms, sold no more. */
    Item withoutSale(long newVersion) {
        return new Item(name, price, quantity, topic, number, newVersion, held, null, true);
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public long digest() {
        Digest64.Quick digest = new Digest64.Quick()
                .add("item")
                .add(name)
                .add(price.unscaledValue().longValue())
                .add(price.scale())
                .add(quantity)
                .add(topic)
                .add(number == null ? -1 : number)
                .add(version);
        if (held != 0) {
            digest.add("held").add(held);
        }
        if (terms != null) {
            terms.addTo(digest.add("terms"));
        }
        if (retired) {
            digest.add("retired");
        }
        return digest.value();
    }

    @Override
    public void putInto(StoreState state) {
        state.putItem(this);
    }
}
