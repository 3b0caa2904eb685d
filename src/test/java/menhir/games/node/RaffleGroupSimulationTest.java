package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Random histories of a raffle's group. {@code -Dmenhir.raffle.seeds=N} runs N seeds, {@code -Dmenhir.seed=S} starts at S. */
class RaffleGroupSimulationTest {
    private static final int SEEDS = Integer.getInteger("menhir.raffle.seeds", 100);
    private static final long FIRST = Long.getLong("menhir.seed", 1);

    @Test
    void shouldHaveOneRaffleAtAllFrontEndsDespiteAnyFaults() {
        long views = 0;
        long exclusions = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            RaffleGroupSimulation simulation = new RaffleGroupSimulation(seed, true);
            try {
                simulation.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            views += simulation.viewsInstalled;
            exclusions += simulation.exclusions;
        }
        assertThat(views).isGreaterThan(SEEDS * 10L);
        assertThat(exclusions).isGreaterThan(SEEDS);
    }

    @Test
    void shouldDetectThatNodesDoNotAgreeOnTheViews() {
        assertThat(failingSeeds()).isPositive();
    }

    private static int failingSeeds() {
        int failing = 0;
        for (long seed = 1; seed <= 20; seed++) {
            try {
                new RaffleGroupSimulation(seed, false).run();
            } catch (AssertionError e) {
                failing++;
            }
        }
        return failing;
    }
}
