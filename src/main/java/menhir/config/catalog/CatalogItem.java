package menhir.config.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An item of a catalog file.
 *
 * @param price exactly as written: 45.00 keeps its two decimals
 * @param topic or null for none
 * @param number from 1, in a store whose items have numbers; else null
 */
public record CatalogItem(
        String name,
        BigDecimal price,
        long quantity,
        @Nullable String topic,
        @Nullable Long number) {}
