package menhir.experiment.report;

import java.util.List;
import java.util.Map;

/**
 * What an experiment says.
 *
 * @param question what it wants to know, and how it went about it
 * @param parameters what was chosen
 * @param findings what came out, in words
 * @param originals figures of the classroom systems, as far as there are any; may have no rows
 * @param comparable what of it can be compared with what, honestly
 */
public record Report(
        String title,
        String question,
        Map<String, String> parameters,
        List<Finding> findings,
        List<Figure> figures,
        List<Table> tables,
        Table originals,
        String comparable) {

    /**
     * A sentence.
     *
     * @param good false for what must not be; the experiment has then failed
     */
    public record Finding(boolean good, String text) {}

    public Report {
        findings = List.copyOf(findings);
        figures = List.copyOf(figures);
        tables = List.copyOf(tables);
    }

    public boolean isGood() {
        return findings.stream().allMatch(Finding::good);
    }
}
