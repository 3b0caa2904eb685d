package menhir.experiment;

import java.io.IOException;
import java.util.List;
import menhir.experiment.lab.Lab;
import menhir.experiment.report.Report;

/** A question, and how to find the answer. */
interface Experiment {

    /** All of them, by the order in which one would read their pages. */
    static List<Experiment> all() {
        return List.of(
                new HitMiss(),
                new Classics(),
                new Sweep(),
                new ClientCount(),
                new Balance(),
                new Crash(),
                new ClockSync(),
                new Raffle());
    }

    /** As it is called on the command line. */
    String name();

    /** What it shows, in a line. */
    String about();

    /** How long a measurement lasts unless told otherwise, in seconds. */
    int usualSeconds();

    /** How long all its measurements last together, in seconds, about: the length of the progress bar. */
    long plannedSeconds(Options scale);

    /**
     * Does it.
     *
     * @throws IOException when nodes do not start, or do not do what an experiment needs before a deadline
     */
    Report run(Lab lab) throws IOException, InterruptedException;
}
