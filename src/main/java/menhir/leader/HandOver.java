package menhir.leader;

import java.util.List;
import menhir.replication.Leader;

/**
 * When a leader makes way for another one, and for which. It leads for a while before, so that a node which comes and goes does
 * not take leadership along each time; and its successor's replica has all released entries, so that the next leader need not
 * wait for them. A standby that was named, and then did not lead, is named again after twice that time, and so on.
 */
final class HandOver {
    /** For how many leases a leader leads at least. */
    private static final int LEASES = 5;

    /** Doubled so often at most, for a standby that did not lead when it was named. */
    private static final int MOST_DOUBLED = 6;

    private static final long NOT_NAMED = -1;

    private final LeaderSettings settings;
    private final boolean singleton;
    private final Leader leader;
    private long ledSince;
    private long askedAt;
    private long restMillis;
    /** The slot whose standby was named last. */
    private int named;
    /** How often in a row nobody led after that. */
    private int timesInVain;
    /** The end of the log when the leader before this candidate named that standby. */
    private long namedAt = NOT_NAMED;

    HandOver(LeaderSettings settings, boolean singleton, Leader leader) {
        this.settings = settings;
        this.singleton = singleton;
        this.leader = leader;
    }

    /** This candidate takes the place of a leader that has retired. */
    void replace(HandOver retired) {
        named = retired.named;
        timesInVain = retired.timesInVain;
        namedAt = retired.restMillis > 0 ? retired.leader.lastIndex() : NOT_NAMED;
    }

    /** The leader begins to lead. Another one that led since a standby was named would have written to the log. */
    void began(long now) {
        ledSince = now;
        askedAt = now;
        timesInVain = namedAt == leader.baseIndex() ? timesInVain + 1 : 0;
    }

    /** The singleton asks to lead. Until an acting leader makes way, the singleton asks again. */
    void onAsked(int placement, long now) {
        askedAt = now;
        if (!singleton && hasLedFor(LEASES, now) && !isPlacedHere(placement) && inStep(settings.homeSlot(), now)) {
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
        int doubled = placement == named ? Math.min(timesInVain, MOST_DOUBLED) : 0;
        if (wantedElsewhere && hasLedFor(LEASES << doubled, now) && mayNameStandby(now) && inStep(placement, now)) {
            timesInVain = doubled;
            named = placement;
            restMillis = settings.timing().leaseMillis();
            leader.resignTo(List.of(placement), now);
        }
    }

    /**
     * The singleton stands for election at any time, and would be faster than the standby that an acting leader names. So where
     * there is one, which asks once a lease, it leads first, and makes way itself. Who made way {@linkplain #restMillis() rests}.
     */
    private boolean mayNameStandby(long now) {
        return leader.phase() == Leader.Phase.LEADING
                && (singleton || now - askedAt >= 2 * settings.timing().leaseMillis());
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

    private boolean hasLedFor(int leases, long now) {
        return now - ledSince >= leases * settings.timing().leaseMillis();
    }

    private boolean isPlacedHere(int placement) {
        return placement != settings.homeSlot() && settings.localSlots().contains(placement);
    }

    private boolean inStep(int slot, long now) {
        return leader.leads() && leader.firstInStep(List.of(slot), now) != 0;
    }
}
