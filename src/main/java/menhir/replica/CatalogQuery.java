package menhir.replica;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A question about a store's catalog. Front-ends share one read among equal queries. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CatalogQuery.ByName.class, name = "name"),
    @JsonSubTypes.Type(value = CatalogQuery.ByNumber.class, name = "number"),
    @JsonSubTypes.Type(value = CatalogQuery.ByTopic.class, name = "topic"),
})
public sealed interface CatalogQuery {

    /** The value of this name: an item, a board, the membership view. */
    record ByName(String name) implements CatalogQuery {}

    /** The item with this number. */
    record ByNumber(long number) implements CatalogQuery {}

    /** All items of this topic. */
    record ByTopic(String topic) implements CatalogQuery {}
}
