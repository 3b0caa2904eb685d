package menhir.client.library;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item, as it was at some moment of the request.
 *
 * @param price of one
 * @param quantity how many are for sale
 * @param held how many holds have
 * @param topic null if it has none
 * @param number null in a store whose items have none
 * @param limitPerCustomer how many a customer may have; null for any number
 * @param onSaleFrom when its sale begins; null if it has no beginning
 * @param onSaleUntil when its sale ends; null if it has no end
 * @param version changes with the item
 */
public record Item(
        String name,
        BigDecimal price,
        long quantity,
        @JsonSetter(nulls = Nulls.AS_EMPTY) long held,
        @Optionally @Nullable String topic,
        @Optionally @Nullable Long number,
        @Optionally @Nullable Long limitPerCustomer,

        @Optionally @JsonDeserialize(using = InstantReader.class) @Nullable
        Instant onSaleFrom,

        @Optionally @JsonDeserialize(using = InstantReader.class) @Nullable
        Instant onSaleUntil,

        long version) {}
