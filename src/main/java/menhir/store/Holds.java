package menhir.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import menhir.store.Hold.HeldLine;
import menhir.store.Hold.State;
import menhir.store.HoldEntry.ExpiredHold;
import menhir.store.HoldEntry.HoldExtended;
import menhir.store.HoldEntry.HoldPlaced;
import menhir.store.HoldEntry.HoldReleased;
import menhir.store.HoldEntry.HoldsExpired;
import org.jspecify.annotations.Nullable;

/** A state's holds: the active ones, and the newest of those that have ended. */
final class Holds {
    private static final Comparator<Hold> BY_END =
            Comparator.comparingLong(Hold::endsClock).thenComparingLong(Hold::id);
    private static final Comparator<Hold> BY_VERSION =
            Comparator.comparingLong(Hold::version).thenComparingLong(Hold::id);

    private final StoreState state;
    private final TreeMap<Long, Hold> all = new TreeMap<>();
    private final TreeSet<Hold> active = new TreeSet<>(BY_END);
    private final TreeSet<Hold> ended = new TreeSet<>(BY_VERSION);
    private final Map<String, Integer> perCustomer = new HashMap<>();
    private long lines;

    Holds(StoreState state) {
        this.state = state;
    }

    @Nullable
    Hold get(long id) {
        return all.get(id);
    }

    @Nullable
    Hold named(String name) {
        return Hold.isName(name) ? all.get(Hold.idOf(name)) : null;
    }

    Collection<Hold> all() {
        return all.values();
    }

    /** Those with ids above {@code id}, in rising order. */
    Stream<Hold> after(long id) {
        return all.tailMap(id, false).values().stream();
    }

    /** How many holds are active. */
    int active() {
        return active.size();
    }

    /** Lines of all active holds. */
    long lines() {
        return lines;
    }

    /** How many active holds a customer has. */
    int activeOf(String customer) {
        return perCustomer.getOrDefault(customer, 0);
    }

    /** Active holds that have run out at this moment of the {@link HoldClock}, the first ones first. */
    List<Hold> due(long clockMillis, int atMost) {
        List<Hold> due = new ArrayList<>();
        for (Hold hold : active) {
            if (hold.endsClock() > clockMillis || due.size() == atMost) {
                break;
            }
            due.add(hold);
        }
        return due;
    }

    // ---- entries ----------------------------------------------------------------------------------------------------

    void onPlaced(HoldPlaced entry) {
        List<HeldLine> held = new ArrayList<>(entry.lines().size());
        for (PricedLine line : entry.lines()) {
            state.setAside(line.item(), line.quantity());
            long counted = state.customers().count(line.item(), entry.customer(), line.quantity());
            held.add(new HeldLine(line.item(), line.quantity(), line.price(), counted));
        }
        long millis = entry.seconds() * 1000;
        state.putHold(new Hold(
                entry.hold(),
                State.ACTIVE,
                held,
                entry.customer(),
                entry.timeMillis(),
                entry.timeMillis() + millis,
                entry.clockMillis(),
                entry.clockMillis() + millis,
                null,
                state.index()));
        state.putHoldClock(new HoldClock(entry.clockMillis(), state.index()));
    }

    void onExtended(HoldExtended entry) {
        Hold hold = known(entry.hold());
        long millis = entry.seconds() * 1000;
        state.putHold(hold.until(
                Math.max(hold.expiresMillis(), entry.timeMillis() + millis),
                Math.max(hold.endsClock(), entry.clockMillis() + millis),
                state.index()));
        state.putHoldClock(new HoldClock(entry.clockMillis(), state.index()));
    }

    void onReleased(HoldReleased entry) {
        giveBack(known(entry.hold()), State.RELEASED);
    }

    void onExpired(HoldsExpired entry) {
        for (ExpiredHold expired : entry.holds()) {
            giveBack(known(expired.hold()), State.EXPIRED);
        }
        state.putHoldClock(new HoldClock(entry.clockMillis(), state.index()));
    }

    /** The hold becomes an order: its stock is sold. */
    void onConfirmed(long id, long order) {
        Hold hold = known(id);
        hold.lines().forEach(line -> state.sellSetAside(line.item(), line.quantity()));
        state.putHold(hold.ended(State.CONFIRMED, order, state.index()));
    }

    private void giveBack(Hold hold, State how) {
        for (HeldLine line : hold.lines()) {
            state.setAside(line.item(), -line.quantity());
            state.customers().discount(line, hold.customer());
        }
        state.putHold(hold.ended(how, null, state.index()));
    }

    private Hold known(long id) {
        Hold hold = all.get(id);
        if (hold == null || !hold.isActive()) {
            throw new IllegalStateException("the log ends hold " + id + ", which is not active");
        }
        return hold;
    }

    // ---- for the state ----------------------------------------------------------------------------------------------

    /** Puts a hold in the place of the one with its id, which is the result. */
    @Nullable
    Hold put(Hold hold) {
        Hold before = all.put(hold.id(), hold);
        if (before != null) {
            remove(before);
        }
        if (hold.isActive()) {
            active.add(hold);
            lines += hold.lines().size();
            addToCustomer(hold, 1);
        } else {
            ended.add(hold);
        }
        return before;
    }

    /** Forgets the hold that ended first if there are too many, and says which. */
    @Nullable
    Hold forget() {
        if (ended.size() <= Limits.ENDED_HOLDS) {
            return null;
        }
        Hold oldest = ended.first();
        ended.remove(oldest);
        all.remove(oldest.id());
        return oldest;
    }

    private void remove(Hold hold) {
        if (hold.isActive()) {
            active.remove(hold);
            lines -= hold.lines().size();
            addToCustomer(hold, -1);
        } else {
            ended.remove(hold);
        }
    }

    private void addToCustomer(Hold hold, int added) {
        if (hold.customer() != null) {
            perCustomer.merge(hold.customer(), added, (before, more) -> before + more == 0 ? null : before + more);
        }
    }
}
