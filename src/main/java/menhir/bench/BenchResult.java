package menhir.bench;

import java.util.List;

/** Everything that a run of the bench has measured. */
record BenchResult(BenchOptions options, List<Program> programs, List<Measurement> measurements) {

    BenchResult {
        programs = List.copyOf(programs);
        measurements = List.copyOf(measurements);
    }

    List<Summary> summaries() {
        return Summary.of(measurements);
    }

    /** The ratios of the two programs; empty if there is only one. */
    List<Comparison> comparisons() {
        return programs.size() < 2 ? List.of() : Comparison.of(measurements, programs.get(0), programs.get(1));
    }

    /** Whether all measurements got responses, and only expected ones. */
    boolean passed() {
        return measurements.stream().allMatch(Measurement::passed);
    }
}
