package menhir.experiment.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import menhir.experiment.lab.LabNode;

/** Whether front-ends put nothing into their common order any more: only then can what they show at the end be compared. */
public final class QuiescenceDetector {

    private static final long STILL_SECONDS = 2;

    private final String view;
    private long position = -1;
    private long sinceNanos = System.nanoTime();

    /**
     * TODO summary.
     *
     * @param view path of the raffle
     */
    public QuiescenceDetector(String view) {
        this.view = view;
    }

    /**
     * Looks again.
     *
     * @param viewBefore all must be in a later view than this, without the killed front-end
     * @return whether all have been at one position for a while, and take part
     */
    public boolean isReached(List<LabNode> live, long viewBefore) throws IOException, InterruptedException {
        Set<Long> positions = new HashSet<>();
        boolean installed = true;
        for (LabNode node : live) {
            JsonNode seen = node.json(view);
            positions.add(seen.path("position").asLong());
            installed &= seen.path("active").asBoolean() && seen.path("view").asLong() > viewBefore;
        }
        if (positions.size() != 1 || !installed || !positions.contains(position)) {
            position = positions.iterator().next();
            sinceNanos = System.nanoTime();
            return false;
        }
        return System.nanoTime() - sinceNanos > TimeUnit.SECONDS.toNanos(STILL_SECONDS);
    }
}
