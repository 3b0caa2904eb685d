package menhir.client.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An item as a server shows it, in the JSON of the canonical API.
 *
 * @param topic null if the item has none
 * @param number null in a store whose items are not numbered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ItemView(
        String name,
        BigDecimal price,
        long quantity,
        @JsonSetter(nulls = Nulls.SET) @Nullable String topic,
        @JsonSetter(nulls = Nulls.SET) @Nullable Long number) {}
