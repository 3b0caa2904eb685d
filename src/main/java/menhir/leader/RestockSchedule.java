package menhir.leader;

import menhir.store.StoreRules.Restocking;
import org.jspecify.annotations.Nullable;

/**
 * When a leader checks for items to restock: as soon as it may decide, then at every interval. It does not delay its first
 * check, or leaders that change faster than the interval would leave a store empty. An earlier leader's restock is in the
 * log, so the item is no longer low.
 */
final class RestockSchedule {
    private final @Nullable Restocking restocking;
    private long checkedAt;
    private boolean checked;

    /**
     * A schedule that is due at once.
     *
     * @param restocking null for never
     */
    RestockSchedule(@Nullable Restocking restocking) {
        this.restocking = restocking;
    }

    /** Whether a check is due; then the next one is due after the interval. To be asked only while the leader may decide. */
    boolean due(long now) {
        if (restocking == null || (checked && now - checkedAt < restocking.everyMillis())) {
            return false;
        }
        checked = true;
        checkedAt = now;
        return true;
    }
}
