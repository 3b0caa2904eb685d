package menhir.client.run;

import java.util.List;

/**
 * The result of a run.
 *
 * @param failures why clients ended early, without duplicates
 */
public record RunResult(
        RunMetrics.Counts counts, Verification verification, List<String> failures, long elapsedMillis) {}
