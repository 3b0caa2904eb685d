package menhir.experiment;

import java.util.List;
import java.util.Map;

/**
 * Options of a run of an experiment.
 *
 * @param quick use the smallest useful size, to check that the experiment works; its figures mean nothing
 * @param seconds duration of each measurement
 * @param seed seed of the clients' random choices
 */
public record Options(boolean quick, int seconds, long seed) {

    /** The variables of the launch scripts that change what is measured. */
    private static final List<String> VARIABLES = List.of("MENHIR_HEAP", "MENHIR_GC", "MENHIR_JIT");

    /**
     * The command line that repeats a run with the same options, from the folder above {@code run}.
     *
     * @param environment variables of this run
     */
    String again(String experiment, Map<String, String> environment) {
        StringBuilder line = new StringBuilder();
        for (String name : VARIABLES) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                line.append(name).append('=').append(value).append(' ');
            }
        }
        line.append("./run/experiment ").append(experiment).append(quick ? " --quick" : "");
        return line.append(" --seconds ")
                .append(seconds)
                .append(" --seed ")
                .append(seed)
                .toString();
    }
}
