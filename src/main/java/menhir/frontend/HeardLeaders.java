package menhir.frontend;

import java.util.function.LongConsumer;
import menhir.service.LeaderContact;

/** When a front-end heard its leaders, and so for how long it had none. Belongs to one thread. */
final class HeardLeaders {
    private final LongConsumer changed;
    private long epoch;
    private long heardAt;
    private long gapMillis;

    /** @param changed hears of each change of leaders, with the milliseconds for which none was heard */
    HeardLeaders(LongConsumer changed) {
        this.changed = changed;
    }

    /** A leader has sent something. What a replaced leader sends late says nothing about the present one. */
    void heard(long from, long now) {
        if (from < epoch) {
            return;
        }
        if (from > epoch) {
            if (epoch > 0) {
                gapMillis = now - heardAt;
                changed.accept(gapMillis);
            }
            epoch = from;
        }
        heardAt = now;
    }

    LeaderContact contact(long now) {
        return epoch == 0 ? LeaderContact.NONE : new LeaderContact(epoch, now - heardAt, gapMillis);
    }
}
