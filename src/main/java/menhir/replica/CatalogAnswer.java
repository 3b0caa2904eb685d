package menhir.replica;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import menhir.store.Item;
import menhir.store.Value;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link CatalogRead}: the catalog at {@code index}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CatalogAnswer.ValueRead.class, name = "value"),
    @JsonSubTypes.Type(value = CatalogAnswer.TopicRead.class, name = "topic"),
})
public sealed interface CatalogAnswer extends CborMessage {
    long request();

    int slot();

    long index();

    /** To a query by name or number: the value, or null if there is none. */
    record ValueRead(long request, int slot, @Nullable Value value, long index) implements CatalogAnswer {}

    /** To a query by topic: its items by name. Empty and not {@code complete} if they do not fit into one message. */
    record TopicRead(long request, int slot, List<Item> items, boolean complete, long index) implements CatalogAnswer {}
}
