package menhir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import menhir.replication.Protocol;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of small clusters, each with its own faults. The seeds follow from the commit ({@code -Dmenhir.commit}, which
 * {@code run/test} sets), so that each commit tries others.
 *
 * <p>One seed, with a trace: {@code ./run/test -Dtest=SimulationTest -Dmenhir.simulation.seed=42}. A long run: {@code
 * -Dmenhir.simulation.seeds=100000}; from a given seed on: {@code -Dmenhir.simulation.first=5000}.
 */
class SimulationTest {
    private static final long SEEDS = Long.getLong("menhir.simulation.seeds", 500);
    private static final long FIRST =
            Long.getLong("menhir.simulation.first", seedOf(System.getProperty("menhir.commit")));

    private static long seedOf(String commit) {
        return commit == null ? 1 : Integer.toUnsignedLong(commit.hashCode());
    }

    @Test
    void shouldKeepEveryPromiseUnderFaults() {
        Long only = Long.getLong("menhir.simulation.seed");
        if (only != null) {
            System.out.println(new Simulation(only, Protocol.sound(), true).run());
            return;
        }
        long started = System.nanoTime();
        Counters total = LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .mapToObj(SimulationTest::run)
                .collect(Counters::new, Counters::addAll, Counters::addAll);
        System.out.printf(
                "simulation: seeds %d to %d in %d s%n%s",
                FIRST, FIRST + SEEDS - 1, (System.nanoTime() - started) / 1_000_000_000, total);
        for (Counter counter : Counter.values()) {
            assertThat(total.get(counter)).as("how often: " + counter).isPositive();
        }
    }

    private static Counters run(long seed) {
        try {
            return new Simulation(seed, Protocol.sound(), false).run();
        } catch (InvariantViolated violated) {
            throw new AssertionError(
                    "seed " + seed + " violates " + violated.getMessage()
                            + "\nreplay: ./run/test -Dtest=SimulationTest -Dmenhir.simulation.seed=" + seed,
                    violated);
        }
    }
}
