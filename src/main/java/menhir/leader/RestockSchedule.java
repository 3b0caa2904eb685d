package menhir.leader;

import menhir.store.StoreRules.Restocking;
import org.jspecify.annotations.Nullable;

/**
 * When a leader looks for items to fill up: as soon as it may decide, then at every interval. It does not wait for its first
 * look, or leaders that come and go faster than the interval would leave a store empty; what an earlier one filled up stands
 * in the log, and is not low any more.
 */
final class RestockSchedule {
    private final @Nullable Restocking restocking;
    private long checkedAt;
    private boolean checked;

    /** @param restocking null for never */
    RestockSchedule(@Nullable Restocking restocking) {
        this.restocking = restocking;
    }

    /** To be asked only while the leader may decide; true at first, and then once for each interval. */
    boolean due(long now) {
        if (restocking == null || (checked && now - checkedAt < restocking.everyMillis())) {
            return false;
        }
        checked = true;
        checkedAt = now;
        return true;
    }
}
