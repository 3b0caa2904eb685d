package menhir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import menhir.replication.Protocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A checker that never complains proves nothing. Each rule that the store's promises rest on is broken here, one at a
 * time, and the simulation must see a promise broken: not merely that the cluster stands still.
 */
class MutationTest {
    private static final long MAX_SEEDS = 20_000;
    private static final int BATCH = 100;
    private static final Set<Invariant> PROMISES = EnumSet.of(
            Invariant.A_ONE_LOG, Invariant.B_NOTHING_LOST, Invariant.C_NOTHING_OVERSOLD, Invariant.D_NOTHING_STALE);

    private record Caught(long seed, Invariant invariant) {}

    private static final Map<Mutation, Caught> CAUGHT = new EnumMap<>(Mutation.class);

    @ParameterizedTest
    @EnumSource(Mutation.class)
    void shouldSeeAPromiseBrokenWhenARuleIs(Mutation mutation) {
        for (long first = 1; first <= MAX_SEEDS; first += BATCH) {
            Optional<Caught> caught = LongStream.range(first, first + BATCH)
                    .parallel()
                    .mapToObj(seed -> run(seed, mutation))
                    .flatMap(Optional::stream)
                    .findFirst();
            if (caught.isPresent()) {
                CAUGHT.put(mutation, caught.get());
                return;
            }
        }
        assertThat(CAUGHT).as("caught within %d seeds", MAX_SEEDS).containsKey(mutation);
    }

    @AfterAll
    static void printTable() {
        System.out.printf("%-40s %-20s %s%n", "mutation", "broken promise", "first seed that shows it");
        CAUGHT.forEach((mutation, caught) ->
                System.out.printf("%-40s %-20s %d%n", mutation, caught.invariant(), caught.seed()));
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
