package menhir.config.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An item of a first catalog.
 *
 * @param price exactly as written: 45.00 keeps its two decimals
 * @param topic what it is filed under, or null
 * @param number its own, from 1, in a store that numbers its items; else null
 */
public record CatalogItem(
        String name,
        BigDecimal price,
        long quantity,
        @Nullable String topic,
        @Nullable Long number) {}
