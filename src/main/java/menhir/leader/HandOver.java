package menhir.leader;

import java.util.List;
import menhir.replication.Leader;

/**
 * When a leader makes way for another one, and for which. It leads for a while before, so that a node which comes and goes does
 * not take leadership along each time; and its successor's replica has all released entries, so that the next leader need not
 * wait for them.
 */
final class HandOver {
    /** For how many leases a leader leads at least. */
    private static final int LEASES = 5;

    private final LeaderSettings settings;
    private final boolean singleton;
    private final Leader leader;
    private long ledSince;
    private long restMillis;

    HandOver(LeaderSettings settings, boolean singleton, Leader leader) {
        this.settings = settings;
        this.singleton = singleton;
        this.leader = leader;
    }

    /** The leader begins to lead. */
    void began(long now) {
        ledSince = now;
    }

    /** The singleton asks to lead. Until an acting leader makes way, the singleton asks again. */
    void onAsked(int placement, long now) {
        if (!singleton && hasLedForAWhile(now) && !isPlacedHere(placement) && inStep(settings.homeSlot(), now)) {
            leader.resignToSingleton(now);
        }
    }

    /**
     * To be called every tick while the leader leads: makes way for the standby of the slot where an administrator wants the
     * leader.
     *
     * @param placement that slot; 0 for home
     */
    void tick(int placement, long now) {
        boolean wantedElsewhere = placement >= 1
                && placement <= settings.slots()
                && placement != settings.homeSlot()
                && !isPlacedHere(placement);
        if (wantedElsewhere && hasLedForAWhile(now) && mayNameStandby(now) && inStep(placement, now)) {
            leader.resignTo(List.of(placement), now);
            restMillis = settings.timing().leaseMillis();
        }
    }

    /**
     * The singleton stands for election at any time, and would be faster than the standby that an acting leader names: it leads
     * first, and makes way itself. Who made way {@linkplain #restMillis() rests}.
     */
    private boolean mayNameStandby(long now) {
        return leader.phase() == Leader.Phase.LEADING && (singleton || !inStep(settings.homeSlot(), now));
    }

    /** The node stops: whoever may follow. */
    void leave(long now) {
        if (!singleton && inStep(settings.homeSlot(), now)) {
            leader.resignToSingleton(now);
        } else {
            List<Integer> elsewhere = settings.slotsInOrder().stream()
                    .filter(slot -> !settings.localSlots().contains(slot))
                    .toList();
            leader.resignTo(elsewhere, now);
        }
    }

    /** For how long the next candidate in this place must not stand for election, in milliseconds. */
    long restMillis() {
        return restMillis;
    }

    private boolean hasLedForAWhile(long now) {
        return now - ledSince >= LEASES * settings.timing().leaseMillis();
    }

    private boolean isPlacedHere(int placement) {
        return placement != settings.homeSlot() && settings.localSlots().contains(placement);
    }

    private boolean inStep(int slot, long now) {
        return leader.leads() && leader.firstInStep(List.of(slot), now) != 0;
    }
}
