package menhir.experiment.analysis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Compares what several nodes show at the same position of a common order, whenever they were seen there. */
public final class Agreement {

    private record Place(long founding, long position) {}

    private record Sight(String digest, Set<String> nodes) {}

    private final Map<Place, Sight> first = new HashMap<>();
    private long comparisons;
    private long disagreements;

    /** A node was seen at a position. */
    public void seen(String node, long founding, long position, String digest) {
        Place place = new Place(founding, position);
        Sight sight = first.computeIfAbsent(place, any -> new Sight(digest, new HashSet<>()));
        boolean another = !sight.nodes().isEmpty() && !sight.nodes().contains(node);
        if (sight.nodes().add(node) && another) {
            comparisons++;
        }
        if (!sight.digest().equals(digest)) {
            disagreements++;
        }
    }

    /** How often a second or third node was seen where another one had been seen. */
    public long comparisons() {
        return comparisons;
    }

    public long disagreements() {
        return disagreements;
    }
}
