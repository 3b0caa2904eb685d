package menhir.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import menhir.store.Decision.Accepted;
import menhir.store.Decision.Rejected;
import menhir.store.HoldCommand.ConfirmHold;
import menhir.store.HoldCommand.ExtendHold;
import menhir.store.HoldCommand.PlaceHold;
import menhir.store.HoldCommand.ReleaseHold;
import menhir.store.HoldEntry.ExpiredHold;
import menhir.store.HoldEntry.HoldsExpired;
import org.jspecify.annotations.Nullable;

/** The {@link Decider}'s rules for holds. It counts the time of the {@link HoldClock}. */
class HoldDecider {
    /** While holds are active, the time is written down at least so often: a fail-over prolongs them by no more than that. */
    static final long MARK_MILLIS = 5_000;

    /** Holds that expire by one entry: together with {@link #LINES_AT_ONCE}, small enough for one message. */
    private static final int HOLDS_AT_ONCE = 50;

    private static final int LINES_AT_ONCE = 100;

    private final StoreState state;
    /** What {@link #countTime} has counted since the decider was made. */
    private long counted;

    private long countedAt = Long.MIN_VALUE;
    private final long clockBefore;

    HoldDecider(StoreState state) {
        this(state, state.holdClock().millis());
    }

    /** @param clockBefore where the {@link HoldClock} stands */
    HoldDecider(StoreState state, long clockBefore) {
        this.state = state;
        this.clockBefore = clockBefore;
    }

    /** Counts the time since the last call. A clock that goes back is not believed. */
    void countTime(long now) {
        if (countedAt != Long.MIN_VALUE && now > countedAt) {
            counted += now - countedAt;
        }
        countedAt = countedAt == Long.MIN_VALUE ? now : Math.max(now, countedAt);
    }

    /** The {@link HoldClock} now. */
    long clockMillis() {
        return clockBefore + counted;
    }

    // ---- commands ---------------------------------------------------------------------------------------------------

    Decision decidePlace(PlaceHold place, long timeMillis) {
        Rejection unknown = Basket.unknownItem(state, place.lines());
        if (unknown != null) {
            return new Rejected(unknown);
        }
        Basket basket = new Basket(state, place.lines());
        Rejection shortage = basket.shortage(state.customers(), place.customer(), timeMillis);
        Rejection rejection = shortage == null ? tooManyHolds(place) : shortage;
        return rejection != null
                ? new Rejected(rejection)
                : new Accepted(new HoldEntry.HoldPlaced(
                        state.index() + 1,
                        basket.lines(),
                        place.customer(),
                        place.seconds(),
                        clockMillis(),
                        place.key(),
                        place.fingerprint(),
                        timeMillis));
    }

    private @Nullable Rejection tooManyHolds(PlaceHold place) {
        if (place.customer() != null && state.holds().activeOf(place.customer()) >= Limits.HOLDS_PER_CUSTOMER) {
            return new Rejection.Full("active holds of the customer", Limits.HOLDS_PER_CUSTOMER);
        } else if (state.holds().active() >= Limits.HOLDS) {
            return new Rejection.Full("active holds", Limits.HOLDS);
        } else if (state.holds().lines() + place.lines().size() > Limits.HELD_LINES) {
            return new Rejection.Full("lines of active holds", Limits.HELD_LINES);
        }
        return null;
    }

    Decision decideConfirm(ConfirmHold confirm, long timeMillis) {
        return ofActive(
                confirm.hold(),
                hold -> new Accepted(new Entry.OrderPlaced(
                        state.lastNumber() + 1,
                        OrderType.BUY,
                        hold.orderLines(),
                        hold.customer(),
                        hold.id(),
                        confirm.key(),
                        confirm.fingerprint(),
                        timeMillis)));
    }

    Decision decideExtend(ExtendHold extend, long timeMillis) {
        return ofActive(extend.hold(), hold -> {
            long lasts = clockMillis() - hold.placedClock() + extend.seconds() * 1000;
            return lasts > Limits.HOLD_SECONDS * 1000
                    ? new Rejected(new Rejection.HoldTooLong(Limits.HOLD_SECONDS))
                    : new Accepted(new HoldEntry.HoldExtended(
                            hold.id(),
                            extend.seconds(),
                            clockMillis(),
                            extend.key(),
                            extend.fingerprint(),
                            timeMillis));
        });
    }

    Decision decideRelease(ReleaseHold release, long timeMillis) {
        return ofActive(
                release.hold(),
                hold -> new Accepted(new HoldEntry.HoldReleased(
                        hold.id(), hold.stock(), release.key(), release.fingerprint(), timeMillis)));
    }

    private Decision ofActive(long id, Function<Hold, Decision> decision) {
        Hold hold = state.holds().get(id);
        if (hold == null) {
            return new Rejected(new Rejection.UnknownHold(id));
        }
        return hold.isActive()
                ? decision.apply(hold)
                : new Rejected(new Rejection.HoldEnded(id, hold.state(), hold.order()));
    }

    // ---- expiry -----------------------------------------------------------------------------------------------------

    /**
     * The entry by which holds expire that have run out, or which only writes the time down. Null if there is nothing to write.
     * Decided from the log and the counted time alone: whoever leads, a hold expires once.
     */
    @Nullable
    HoldsExpired expired(long timeMillis) {
        if (state.holds().active() == 0) {
            return null;
        }
        List<ExpiredHold> expired = new ArrayList<>();
        int lines = 0;
        for (Hold hold : state.holds().due(clockMillis(), HOLDS_AT_ONCE)) {
            lines += hold.lines().size();
            if (!expired.isEmpty() && lines > LINES_AT_ONCE) {
                break;
            }
            expired.add(new ExpiredHold(hold.id(), hold.stock()));
        }
        boolean mark = clockMillis() - state.holdClock().millis() >= MARK_MILLIS;
        return expired.isEmpty() && !mark ? null : new HoldsExpired(expired, clockMillis(), timeMillis);
    }
}
