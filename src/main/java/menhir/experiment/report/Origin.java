package menhir.experiment.report;

import java.util.Map;

/**
 * Where the figures of a report come from.
 *
 * @param command the command line that repeats the run, from the folder above {@code run}
 * @param caution why the figures must not be quoted; empty if they may
 * @param facts machine and time, by name
 */
public record Origin(String command, String caution, Map<String, String> facts) {

    /** The caution of a run of the smallest size. */
    public static final String QUICK =
            "This was a quick run: it shows that the experiment works. Its figures mean nothing.";
}
