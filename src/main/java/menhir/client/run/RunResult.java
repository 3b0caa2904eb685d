package menhir.client.run;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of a run.
 *
 * @param failures why clients ended early, without duplicates
 */
public record RunResult(
        RunMetrics.Counts counts, Verification verification, List<String> failures, long elapsedMillis) {

    /** The same result of a run that somebody has ended. */
    public RunResult endedEarly(String reason) {
        List<String> reasons = new ArrayList<>(failures);
        reasons.add(reason);
        return new RunResult(counts, verification, List.copyOf(reasons), elapsedMillis);
    }
}
