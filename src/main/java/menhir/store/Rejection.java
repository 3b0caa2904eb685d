package menhir.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** Why a command cannot be done. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Rejection.UnknownItem.class, name = "unknown"),
    @JsonSubTypes.Type(value = Rejection.NotEnough.class, name = "not-enough"),
    @JsonSubTypes.Type(value = Rejection.TooMany.class, name = "too-many"),
    @JsonSubTypes.Type(value = Rejection.KeyReused.class, name = "key-reused"),
    @JsonSubTypes.Type(value = Rejection.ItemExists.class, name = "item-exists"),
    @JsonSubTypes.Type(value = Rejection.CatalogFull.class, name = "catalog-full"),
    @JsonSubTypes.Type(value = Rejection.NumberTaken.class, name = "number-taken"),
    @JsonSubTypes.Type(value = Rejection.NumberFixed.class, name = "number-fixed"),
    @JsonSubTypes.Type(value = Rejection.OtherKind.class, name = "other-kind"),
    @JsonSubTypes.Type(value = Rejection.RosterMoved.class, name = "roster-moved"),
})
public sealed interface Rejection {

    record UnknownItem(String item) implements Rejection {}

    /** A buy of more than there is. */
    record NotEnough(String item, long available, long requested) implements Rejection {}

    /** An item's quantity would pass {@link Limits#STOCK}. */
    record TooMany(String item, long limit) implements Rejection {}

    /** The key was used for another request. */
    record KeyReused() implements Rejection {}

    /** A quantity was given for an item that is there already: only orders and restocks change quantities. */
    record ItemExists(String item) implements Rejection {}

    record CatalogFull(long limit) implements Rejection {}

    /** The number is that of another item. */
    record NumberTaken(long number, String item) implements Rejection {}

    /** Another number was given for an item that is there already; {@code number} is the one it keeps, if it has one. */
    record NumberFixed(String item, @Nullable Long number) implements Rejection {}
    /** A scoreboard has no items, and a store of items no scores. */
    record OtherKind() implements Rejection {}

    /** The roster is not, or no longer, the one that was to be followed, or it does not admit a seat. */
    record RosterMoved(long number) implements Rejection {}
}
