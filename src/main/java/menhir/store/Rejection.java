package menhir.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** Why a command cannot be done. Type names and JSON properties are on disk: they may be added, never changed. */
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
    @JsonSubTypes.Type(value = Rejection.ItemHeld.class, name = "item-held"),
    @JsonSubTypes.Type(value = Rejection.OtherVersion.class, name = "other-version"),
    @JsonSubTypes.Type(value = Rejection.NotOnSale.class, name = "not-on-sale"),
    @JsonSubTypes.Type(value = Rejection.CustomerMissing.class, name = "customer-missing"),
    @JsonSubTypes.Type(value = Rejection.LimitReached.class, name = "limit-reached"),
    @JsonSubTypes.Type(value = Rejection.UnknownHold.class, name = "unknown-hold"),
    @JsonSubTypes.Type(value = Rejection.HoldEnded.class, name = "hold-ended"),
    @JsonSubTypes.Type(value = Rejection.HoldTooLong.class, name = "hold-too-long"),
    @JsonSubTypes.Type(value = Rejection.UnknownOrder.class, name = "unknown-order"),
    @JsonSubTypes.Type(value = Rejection.AlreadyCancelled.class, name = "already-cancelled"),
    @JsonSubTypes.Type(value = Rejection.NotABuy.class, name = "not-a-buy"),
    @JsonSubTypes.Type(value = Rejection.NotInOrder.class, name = "not-in-order"),
    @JsonSubTypes.Type(value = Rejection.Full.class, name = "full"),
    @JsonSubTypes.Type(value = Rejection.WrongStoreKind.class, name = "other-kind"),
    @JsonSubTypes.Type(value = Rejection.ViewChanged.class, name = "roster-moved"),
})
public sealed interface Rejection {

    /** Calls the visitor's method for this rejection. A new kind of rejection does not compile until all visitors know it. */
    <R> R accept(Visitor<R> visitor);

    /** A case for each rejection. */
    interface Visitor<R> {
        R unknownItem(UnknownItem rejection);

        R notEnough(NotEnough rejection);

        R tooMany(TooMany rejection);

        R keyReused(KeyReused rejection);

        R itemExists(ItemExists rejection);

        R catalogFull(CatalogFull rejection);

        R numberTaken(NumberTaken rejection);

        R numberFixed(NumberFixed rejection);

        R itemHeld(ItemHeld rejection);

        R otherVersion(OtherVersion rejection);

        R notOnSale(NotOnSale rejection);

        R customerMissing(CustomerMissing rejection);

        R limitReached(LimitReached rejection);

        R unknownHold(UnknownHold rejection);

        R holdEnded(HoldEnded rejection);

        R holdTooLong(HoldTooLong rejection);

        R unknownOrder(UnknownOrder rejection);

        R alreadyCancelled(AlreadyCancelled rejection);

        R notABuy(NotABuy rejection);

        R notInOrder(NotInOrder rejection);

        R full(Full rejection);

        R wrongStoreKind(WrongStoreKind rejection);

        R viewChanged(ViewChanged rejection);
    }

    /** The store has no such item, team, event or medal. */
    record UnknownItem(String item) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unknownItem(this);
        }
    }

    /** A buy of more than is available. */
    record NotEnough(String item, long available, long requested) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notEnough(this);
        }
    }

    /** The item's quantity would exceed {@link Limits#STOCK}. */
    record TooMany(String item, long limit) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.tooMany(this);
        }
    }

    /** The idempotency key was used for another request. */
    record KeyReused() implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.keyReused(this);
        }
    }

    /** A quantity was given for an existing item: only orders and restocks change quantities. */
    record ItemExists(String item) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.itemExists(this);
        }
    }

    /** The store has {@link Limits#ITEMS} items already. */
    record CatalogFull(long limit) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.catalogFull(this);
        }
    }

    /** Another item has this number. */
    record NumberTaken(long number, String item) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.numberTaken(this);
        }
    }

    /** Another number was given for an existing item; {@code number} is the one it keeps, null if it has none. */
    record NumberFixed(String item, @Nullable Long number) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.numberFixed(this);
        }
    }

    /** Active holds have {@code held} of the item, which therefore cannot be retired. */
    record ItemHeld(String item, long held) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.itemHeld(this);
        }
    }

    /** The value has not the version that the command is for, but this one; null if there is no such value. */
    record OtherVersion(@Nullable Long version) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.otherVersion(this);
        }
    }

    /**
     * The item's sale has not begun, or is over.
     *
     * @param onSaleFrom as in {@link Terms}, as the next
     * @param timeMillis the leader's clock, milliseconds since 1970
     */
    record NotOnSale(
            String item,
            @Nullable Long onSaleFrom,
            @Nullable Long onSaleUntil,
            long timeMillis) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notOnSale(this);
        }
    }

    /** The item has a limit per customer, and the command names no customer. */
    record CustomerMissing(String item, long limit) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.customerMissing(this);
        }
    }

    /** More than the {@code left} of the item that its limit per customer leaves to this one. */
    record LimitReached(String item, long limit, long left, long requested) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.limitReached(this);
        }
    }

    /** There is no such hold, or it ended so long ago that it is forgotten. */
    record UnknownHold(long hold) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unknownHold(this);
        }
    }

    /** The hold has ended. {@code order} is the order that it became, null if it did not. */
    record HoldEnded(long hold, Hold.State state, @Nullable Long order) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.holdEnded(this);
        }
    }

    /** The hold would last longer than this since it was placed. */
    record HoldTooLong(long limitSeconds) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.holdTooLong(this);
        }
    }

    /** There is no such order. */
    record UnknownOrder(long number) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unknownOrder(this);
        }
    }

    /** The order has been cancelled, by the log entry at {@code index}. */
    record AlreadyCancelled(long number, long index) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.alreadyCancelled(this);
        }
    }

    /** The order sold to the store: only what was bought can be cancelled. */
    record NotABuy(long number) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notABuy(this);
        }
    }

    /** More of an item than the order has. */
    record NotInOrder(long number, String item, long bought, long requested) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notInOrder(this);
        }
    }

    /** The store keeps a bounded number of something; {@code what} is its plural. */
    record Full(String what, long limit) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.full(this);
        }
    }

    /** A scoreboard has no items, and a store of items no scores. */
    record WrongStoreKind() implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.wrongStoreKind(this);
        }
    }

    /** The proposed view does not follow the installed one, whose number this is, or has a member that it does not admit. */
    record ViewChanged(long number) implements Rejection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.viewChanged(this);
        }
    }
}
