package menhir.experiment.lab;

import java.io.PrintWriter;
import menhir.client.terminal.Progress;

/**
 * Shows the progress of an experiment: a progress bar, or a line for each phase if there is no terminal.
 *
 * @param progress the bar; one that shows nothing if there is no terminal
 * @param err receives the lines
 * @param inLines whether to print lines
 */
public record ProgressOutput(Progress progress, PrintWriter err, boolean inLines) {

    /** Advances the bar by one second. */
    void step() {
        progress.step();
    }

    /** Shows the current phase. */
    void note(String phase) {
        progress.note(phase);
        if (inLines) {
            err.println(phase);
            err.flush();
        }
    }
}
