package menhir.stats;

import java.util.HashMap;
import java.util.Map;
import menhir.service.LeaderContact;
import menhir.service.StoreService.StoreView;
import menhir.stats.TimelineEntry.Kind;

/** Tells from one view to the next which leaders changed, and for how long there was none. */
final class LeaderWatch {
    private final Map<String, Long> epochs = new HashMap<>();
    private final Timeline timeline;

    LeaderWatch(Timeline timeline) {
        this.timeline = timeline;
    }

    /** The view says who leads, and the contact for how long nobody did. A view that is older than the contact is passed over. */
    void see(StoreView view, LeaderContact contact, long nowMillis) {
        String leader = view.leader();
        long known = epochs.getOrDefault(view.store(), 0L);
        if (leader == null || view.epoch() <= known || contact.epoch() < view.epoch()) {
            return;
        }
        epochs.put(view.store(), view.epoch());
        // The gap is between the two leaders heard last: it says nothing about one that this node never heard.
        Long gap = known == 0 || contact.epoch() != view.epoch() ? null : Long.valueOf(contact.gapMillis());
        timeline.add(nowMillis, Kind.LEADER, leader, view.store(), gap, Long.toString(view.epoch()));
    }
}
