package menhir.stats;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import menhir.cluster.NodeView;
import menhir.stats.TimelineEntry.Kind;

/** Tells from one view to the next which nodes came and went. */
final class NodeWatch {
    private static final Set<String> REACHED = Set.of("up", "weaklyup");
    /** Between two processes of a node it is joining: neither here nor gone. */
    private static final Set<String> UNDECIDED = Set.of("joining");

    /**
     * A node as it was seen last.
     *
     * @param sinceMillis since when it has been reached, or not
     */
    private record Seen(boolean reached, long pid, long sinceMillis) {}

    private final Map<String, Seen> nodes = new HashMap<>();
    private final Timeline timeline;

    NodeWatch(Timeline timeline) {
        this.timeline = timeline;
    }

    void see(List<NodeView> views, long nowMillis) {
        for (NodeView view : views) {
            if (!UNDECIDED.contains(view.status())) {
                see(view, REACHED.contains(view.status()), nowMillis);
            }
        }
    }

    private void see(NodeView view, boolean reached, long nowMillis) {
        Seen before = nodes.get(view.node());
        boolean restarted = reached && before != null && before.pid() != view.pid();
        if (before != null && before.reached() == reached && !restarted) {
            return;
        }
        nodes.put(view.node(), new Seen(reached, view.pid(), nowMillis));
        if (reached) {
            Long away = before == null || before.reached() ? null : Long.valueOf(nowMillis - before.sinceMillis());
            timeline.add(nowMillis, Kind.NODE_UP, view.node(), null, away, null);
        } else {
            timeline.add(nowMillis, Kind.NODE_DOWN, view.node(), null, null, view.status());
        }
    }
}
