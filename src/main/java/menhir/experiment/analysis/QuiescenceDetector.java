package menhir.experiment.analysis;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Detects that front-ends deliver no further messages of their totally ordered multicast: only then can their final states be
 * compared.
 */
public final class QuiescenceDetector {

    private static final double QUIET_SECONDS = 2;

    /**
     * The state of a front-end.
     *
     * @param position number of delivered messages
     * @param view number of the membership view
     * @param active whether the front-end takes part in the multicast
     */
    public record State(long position, long view, boolean active) {}

    private final long firstView;
    private long position = -1;
    private double sinceSeconds;

    /**
     * Starts a detection.
     *
     * @param firstView the lowest view that counts: one without a front-end that was killed
     */
    public QuiescenceDetector(long firstView) {
        this.firstView = firstView;
    }

    /**
     * Adds the states of all front-ends at a time in seconds, and returns whether all have been active at one position for two
     * seconds.
     */
    public boolean isQuiet(double seconds, Collection<State> states) {
        Set<Long> positions = new HashSet<>();
        boolean installed = true;
        for (State state : states) {
            positions.add(state.position());
            installed &= state.active() && state.view() >= firstView;
        }
        if (positions.size() != 1 || !installed || !positions.contains(position)) {
            position = positions.isEmpty() ? -1 : positions.iterator().next();
            sinceSeconds = seconds;
            return false;
        }
        return seconds - sinceSeconds > QUIET_SECONDS;
    }
}
