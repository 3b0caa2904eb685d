package menhir.experiment;

import java.io.IOException;
import java.util.List;
import menhir.experiment.lab.Lab;
import menhir.experiment.report.Report;

/** An experiment: starts nodes, measures, and reports. */
interface Experiment {

    /** All experiments, in the recommended reading order of their reports. */
    static List<Experiment> all() {
        return List.of(
                new HitMiss(),
                new Classics(),
                new Sweep(),
                new ClientCount(),
                new Balance(),
                new Crash(),
                new Drop(),
                new ClockSync(),
                new Raffle());
    }

    /** The name on the command line. */
    String name();

    /** A description of one line. */
    String description();

    /** The default duration of a measurement, in seconds. */
    int defaultSeconds();

    /** The approximate duration of all measurements together, in seconds: the length of the progress bar. */
    long plannedSeconds(Options options);

    /**
     * Runs the experiment.
     *
     * @throws IOException if a node does not start, or does not reach a required state before a deadline
     */
    Report run(Lab lab, Options options) throws IOException, InterruptedException;
}
