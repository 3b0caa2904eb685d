package menhir.experiment.analysis;

import java.io.IOException;
import java.util.List;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;

/** Tries what would otherwise fail only after minutes of measuring. */
public final class Trial {
    private Trial() {}

    /**
     * TODO summary.
     *
     * @throws IOException that says what to install, when plots cannot be drawn here
     */
    public static void drawAPlot() throws IOException {
        List<Double> numbers = List.of(0.0, 1.0);
        Plots.Line line = new Plots.Line("trial", numbers, numbers, 0, false);
        new Figure("trial", "trial", Plots.lines("trial", "x", "y", List.of(line))).svg();
    }
}
