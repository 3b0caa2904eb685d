package menhir.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * On which terms an item is sold. It is on disk: see {@link Value}.
 *
 * @param limitPerCustomer how many of it one customer may buy and hold; null for any number
 * @param onSaleFrom when the sale begins, milliseconds since 1970; null if it has begun
 * @param onSaleUntil when the sale ends, milliseconds since 1970; null if it does not end
 * @param since index of the log entry from which on customers' quantities are counted; 0 if there is no limit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Terms(
        @Nullable Long limitPerCustomer,
        @Nullable Long onSaleFrom,
        @Nullable Long onSaleUntil,
        long since) {

    /** Whether they restrict nothing. */
    boolean areNone() {
        return limitPerCustomer == null && onSaleFrom == null && onSaleUntil == null;
    }

    /** Whether the item is sold at a time, in milliseconds since 1970. */
    boolean sellAt(long timeMillis) {
        return (onSaleFrom == null || timeMillis >= onSaleFrom) && (onSaleUntil == null || timeMillis < onSaleUntil);
    }

    void addTo(Digest64.Quick digest) {
        digest.add(limitPerCustomer == null ? -1 : limitPerCustomer)
                .add(onSaleFrom == null ? -1 : onSaleFrom)
                .add(onSaleUntil == null ? -1 : onSaleUntil)
                .add(since);
    }
}
