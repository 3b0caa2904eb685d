package menhir.chaos;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import menhir.chaos.check.ClusterTimeline;
import menhir.experiment.lab.Wires;

/** Cuts and restores links. A link that several faults cut is restored by the last of them. Thread-safe. */
final class Cuts {
    private record Link(int from, int to) {}

    private final Wires wires;
    private final ClusterTimeline timeline;
    private final Map<Link, Integer> cuts = new HashMap<>();

    Cuts(Wires wires, ClusterTimeline timeline) {
        this.wires = wires;
        this.timeline = timeline;
    }

    synchronized void cut(int from, int to) throws IOException, InterruptedException {
        if (cuts.merge(new Link(from, to), 1, Integer::sum) == 1) {
            timeline.cut(from, to, System.nanoTime());
            wires.cut(from, to);
        }
    }

    synchronized void restore(int from, int to) throws IOException, InterruptedException {
        if (cuts.merge(new Link(from, to), -1, Integer::sum) == 0) {
            wires.restore(from, to);
            timeline.restored(from, to, System.nanoTime());
        }
    }
}
