package menhir.experiment;

import java.io.PrintWriter;
import menhir.client.terminal.Progress;

/** Where an experiment says how far it is: a progress bar, or a line for each step where there is no terminal. */
public record Stage(Progress progress, PrintWriter err, boolean inLines) {

    public void step() {
        progress.step();
    }

    public void note(String what) {
        progress.note(what);
        if (inLines) {
            err.println(what);
            err.flush();
        }
    }
}
