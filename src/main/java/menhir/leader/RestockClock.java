package menhir.leader;

import menhir.store.StoreRules.Restocking;
import org.jspecify.annotations.Nullable;

/** When a leader looks for items to fill up: the first time one interval after it began to lead, then at every interval. */
final class RestockClock {
    private final @Nullable Restocking restocking;
    private long checkedAt;
    private boolean running;

    /** @param restocking null for never */
    RestockClock(@Nullable Restocking restocking) {
        this.restocking = restocking;
    }

    /** To be asked only while the leader may decide; true once for each interval. */
    boolean due(long now) {
        if (restocking == null) {
            return false;
        }
        if (!running) {
            running = true;
            checkedAt = now;
        }
        if (now - checkedAt < restocking.everyMillis()) {
            return false;
        }
        checkedAt = now;
        return true;
    }
}
