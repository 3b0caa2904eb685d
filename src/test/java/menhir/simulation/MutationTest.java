package menhir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import menhir.replication.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A checker that never complains proves nothing. Each rule that the store's promises depend on is broken here, one at a
 * time, and the simulation must see a promise broken: not merely that the cluster stops.
 *
 * <p>The seed that is recorded with each mutation is tried first. If it no longer shows the fault, because the code has
 * changed, the test searches for another, and prints it: record that one.
 */
class MutationTest {
    private static final long MAX_SEEDS = Long.getLong("menhir.simulation.search", 20_000);
    private static final int BATCH = 100;
    private static final Set<Invariant> PROMISES = EnumSet.of(
            Invariant.A_ONE_LOG,
            Invariant.B_NOTHING_LOST,
            Invariant.C_NOTHING_OVERSOLD,
            Invariant.D_NOTHING_STALE,
            Invariant.F_HOLDS_LAST);

    private record Caught(long seed, Invariant invariant) {}

    @ParameterizedTest
    @EnumSource(Mutation.class)
    void shouldSeeAPromiseBrokenWhenARuleIs(Mutation mutation) {
        Optional<Caught> caught = run(mutation.recordedSeed(), mutation);
        for (long first = 1; caught.isEmpty() && first <= MAX_SEEDS; first += BATCH) {
            caught = LongStream.range(first, first + BATCH)
                    .parallel()
                    .mapToObj(seed -> run(seed, mutation))
                    .flatMap(Optional::stream)
                    .findFirst();
            caught.ifPresent(found -> System.out.printf(
                    "%s: seed %d no longer shows it; record seed %d (%s)%n",
                    mutation, mutation.recordedSeed(), found.seed(), found.invariant()));
        }
        assertThat(caught).as("caught within %d seeds", MAX_SEEDS).isPresent();
    }

    private static Optional<Caught> run(long seed, Mutation mutation) {
        try {
            new Simulation(seed, Protocol.broken(mutation), false).run();
            return Optional.empty();
        } catch (InvariantViolated violated) {
            return PROMISES.contains(violated.invariant())
                    ? Optional.of(new Caught(seed, violated.invariant()))
                    : Optional.empty();
        }
    }
}
