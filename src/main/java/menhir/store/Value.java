package menhir.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A named value of a store, which catalog replicas serve and front-ends cache. A store that sells has items and holds; a
 * scoreboard has boards and the membership view of its raffle.
 *
 * <p>Values are part of checkpoints on disk: type names and JSON properties may be added, never changed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = Item.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Item.class, name = "item"),
    @JsonSubTypes.Type(value = Board.class, name = "board"),
    @JsonSubTypes.Type(value = MembershipView.class, name = "roster"),
    @JsonSubTypes.Type(value = Hold.class, name = "hold"),
    @JsonSubTypes.Type(value = CustomerCount.class, name = "customer"),
    @JsonSubTypes.Type(value = HoldClock.class, name = "clock"),
    @JsonSubTypes.Type(value = CancelledOrders.class, name = "cancelled"),
    @JsonSubTypes.Type(value = LeaderPlacement.class, name = "leader"),
    @JsonSubTypes.Type(value = WebhookPosition.class, name = "webhook"),
})
public sealed interface Value
        permits Item,
                Board,
                MembershipView,
                Hold,
                CustomerCount,
                HoldClock,
                CancelledOrders,
                LeaderPlacement,
                WebhookPosition {

    /** The name under which it is looked up, unique within the store. */
    String name();

    /** Index of the log entry that changed it last. */
    long version();

    /** Its size in messages: see {@link Weight}. */
    int weight();

    /** A hash of all of it, the same in every process. */
    long digest();

    /** Puts this value into a state, in place of the one of the same name. */
    void putInto(StoreState state);
}
