package menhir.experiment.analysis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Compares the digests that several nodes show at the same position of a totally ordered log, at any time. */
public final class Agreement {

    private record Position(long firstView, long index) {}

    private record Observation(String digest, Set<String> nodes) {}

    private final Map<Position, Observation> first = new HashMap<>();
    private long comparisons;
    private long disagreements;

    /**
     * Adds an observation of a node.
     *
     * @param firstView identifies the log: positions of different logs are not compared
     * @param index the node's position in the log
     * @param digest digest of everything up to that position
     */
    public void observe(String node, long firstView, long index, String digest) {
        Position position = new Position(firstView, index);
        Observation earlier = first.computeIfAbsent(position, any -> new Observation(digest, new HashSet<>()));
        boolean byOthers = !earlier.nodes().isEmpty() && !earlier.nodes().contains(node);
        if (earlier.nodes().add(node) && byOthers) {
            comparisons++;
        }
        if (!earlier.digest().equals(digest)) {
            disagreements++;
        }
    }

    /** How often a further node was observed at a position where another one had been. */
    public long comparisons() {
        return comparisons;
    }

    /** How many observations had another digest than the first one at their position. */
    public long disagreements() {
        return disagreements;
    }
}
