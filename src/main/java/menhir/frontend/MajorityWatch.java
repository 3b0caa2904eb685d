package menhir.frontend;

import java.util.HashMap;
import java.util.Map;
import menhir.service.LeaderContact;

/**
 * Whether a front-end has lost the majority of its store's replicas. While a leader is only being replaced, a majority answers the
 * search for it, and requests had better wait. When neither a leader nor a majority is heard, waiting is in vain: clients are told at
 * once. Belongs to one thread.
 */
final class MajorityWatch {
    /** A tick that comes late counts no more than this: a pause of this process says nothing about the others. */
    private static final long LONGEST_STEP_MILLIS = 200;

    /** Until replicas are found for the first time. */
    private static final long START_MILLIS = 10_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final int majority;
    private final long leaseMillis;
    private final Map<Integer, Long> heardAt = new HashMap<>();
    private long startedAt = NEVER;
    private long tickedAt;
    private long aloneMillis;

    /** A watch that begins with the first {@link #tick}. */
    MajorityWatch(FrontEndSettings settings) {
        this.majority = settings.slots() / 2 + 1;
        this.leaseMillis = settings.timing().cacheLeaseMillis();
    }

    /** A slot's replica has answered the search for the leader. */
    void heard(int slot, long now) {
        heardAt.put(slot, now);
    }

    /** To be called as often as the front-end's own tick. */
    void tick(LeaderContact leader, long now) {
        if (startedAt == NEVER) {
            startedAt = now;
            tickedAt = now;
        }
        long step = Math.min(now - tickedAt, LONGEST_STEP_MILLIS);
        tickedAt = now;
        boolean alone = hasNoLeader(leader, now)
                && heardAt.values().stream()
                                .filter(at -> now - at <= leaseMillis / 2)
                                .count()
                        < majority;
        aloneMillis = alone ? aloneMillis + step : 0;
    }

    /** For so long that a leader would have been heard, and the replicas been asked several times. */
    private boolean hasNoLeader(LeaderContact leader, long now) {
        return leader.epoch() == 0 ? now - startedAt >= START_MILLIS : leader.silentMillis() >= leaseMillis;
    }

    boolean isLost() {
        return aloneMillis >= leaseMillis / 2;
    }
}
