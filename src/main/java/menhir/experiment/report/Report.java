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

    /** What a finding says. */
    public enum Kind {
        /** A check that passed. */
        PASSED("ok"),
        /** A check that failed; the experiment has then failed. */
        FAILED("FAILED"),
        /** A measurement, which nothing checks. */
        MEASURED("");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** A check or a measurement, in words. */
    public record Finding(Kind kind, String text) {

        /** Something that was checked. */
        public static Finding check(boolean passed, String text) {
            return new Finding(passed ? Kind.PASSED : Kind.FAILED, text);
        }

        /** Something that was measured, but not checked. */
        public static Finding measured(String text) {
            return new Finding(Kind.MEASURED, text);
        }

        /** A line for the terminal: only what was checked has a mark. */
        public String line() {
            return "  %-6s  %s".formatted(kind.label, text);
        }
    }

    public Report {
        findings = List.copyOf(findings);
        figures = List.copyOf(figures);
        tables = List.copyOf(tables);
    }

    /** Whether all checks passed. */
    public boolean passed() {
        return findings.stream().noneMatch(finding -> finding.kind() == Kind.FAILED);
    }
}
