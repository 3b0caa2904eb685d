package menhir.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What a store keeps under a name, and its front-ends cache. A store that sells holds items only; a scoreboard holds boards,
 * and the roster of those who count its requests.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = Item.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Item.class, name = "item"),
    @JsonSubTypes.Type(value = Board.class, name = "board"),
    @JsonSubTypes.Type(value = MembershipView.class, name = "roster"),
})
public sealed interface Value permits Item, Board, MembershipView {

    /** By which it is looked up; no other value of the store has it. */
    String name();

    /** Index of the log entry that changed it last. */
    long version();
}
