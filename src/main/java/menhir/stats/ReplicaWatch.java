package menhir.stats;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import menhir.service.StoreService.ReplicaView;
import menhir.service.StoreService.StoreView;
import menhir.stats.TimelineEntry.Kind;

/** Tells from one view to the next which replicas failed, and which slots are in step again. */
final class ReplicaWatch {
    /** Under load a replica in step lacks what is under way. */
    static final long IN_STEP_LAG = 1_000;

    /** The stores of a slot whose replicas are not in step, and since when the first of them is not. */
    private static final class Away {
        private final Set<String> stores = new TreeSet<>();
        private final long sinceMillis;

        Away(long sinceMillis) {
            this.sinceMillis = sinceMillis;
        }
    }

    private final Map<Integer, Away> away = new HashMap<>();
    private final Map<String, Set<Integer>> failed = new HashMap<>();
    private final Timeline timeline;

    ReplicaWatch(Timeline timeline) {
        this.timeline = timeline;
    }

    void see(StoreView view, long nowMillis) {
        for (ReplicaView replica : view.replicas()) {
            seeFailure(view.store(), replica, nowMillis);
            if (view.leader() != null) {
                // How far a replica is, only a leader can tell.
                seeLag(view.store(), replica, nowMillis);
            }
        }
    }

    private void seeFailure(String store, ReplicaView replica, long nowMillis) {
        Set<Integer> slots = failed.computeIfAbsent(store, name -> new TreeSet<>());
        if (!replica.state().equals("failed")) {
            slots.remove(replica.slot());
        } else if (slots.add(replica.slot())) {
            timeline.add(nowMillis, Kind.REPLICA_FAILED, nodeOf(replica), store, null, replica.failure());
        }
    }

    private void seeLag(String store, ReplicaView replica, long nowMillis) {
        boolean member = replica.state().equals("member");
        Long lag = replica.lag();
        if (!member || (lag != null && lag >= IN_STEP_LAG)) {
            away.computeIfAbsent(replica.slot(), slot -> new Away(nowMillis))
                    .stores
                    .add(store);
            return;
        }
        Away slot = away.get(replica.slot());
        if (slot != null && lag != null && slot.stores.remove(store) && slot.stores.isEmpty()) {
            away.remove(replica.slot());
            timeline.add(nowMillis, Kind.CAUGHT_UP, nodeOf(replica), null, nowMillis - slot.sinceMillis, null);
        }
    }

    private static String nodeOf(ReplicaView replica) {
        String node = replica.node();
        return node == null ? "slot " + replica.slot() : node;
    }
}
