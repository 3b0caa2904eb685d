package menhir.experiment.report;

import java.util.List;
import java.util.Map;

/**
 * The result of an experiment.
 *
 * @param question what is measured, and how
 * @param parameters the options and settings used, by name
 * @param findings the results in words, and the checks
 * @param baselines measurements of the original systems; may have no rows
 * @param comparability how far the baselines can be compared with this system
 */
public record Report(
        String title,
        String question,
        Map<String, String> parameters,
        List<Finding> findings,
        List<Figure> figures,
        List<Table> tables,
        Table baselines,
        String comparability) {

    /**
     * A result or a check.
     *
     * @param passed false if a check failed; the experiment has then failed
     */
    public record Finding(boolean passed, String text) {}

    public Report {
        findings = List.copyOf(findings);
        figures = List.copyOf(figures);
        tables = List.copyOf(tables);
    }

    /** Whether all checks passed. */
    public boolean passed() {
        return findings.stream().allMatch(Finding::passed);
    }
}
