package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompactionPassesTest {
    private final CompactionPasses passes = new CompactionPasses();
    private long version = 7;

    /** Passes until there is nothing to do; each of them moves something. */
    private int passUntilIdle() {
        int count = 0;
        while (passes.mayMove(version) && count < 10_000) {
            count++;
            version++;
            passes.moved(version);
        }
        return count;
    }

    @Test
    void shouldEndThoughEachPassMovesSomething() {
        assertThat(passUntilIdle()).isEqualTo(CompactionPasses.AFTER_COMMIT);
        assertThat(passes.mayMove(version)).isFalse();
    }

    @Test
    void shouldGoOnAfterEachCommit() {
        passUntilIdle();
        version++;
        assertThat(passUntilIdle()).isEqualTo(CompactionPasses.AFTER_COMMIT);

        for (int i = 0; i < 10 * CompactionPasses.AFTER_COMMIT; i++) {
            version++;
            assertThat(passes.mayMove(version)).isTrue();
        }
    }
}
