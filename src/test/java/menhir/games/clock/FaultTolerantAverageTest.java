package menhir.games.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The median of clocks, with and without faulty ones. */
class FaultTolerantAverageTest {

    private static long average(long... values) {
        return FaultTolerantAverage.of(values);
    }

    @Test
    void shouldAverageTheValuesThatRemain() {
        assertThat(average(7)).isEqualTo(7);
        assertThat(average(0, 10)).isEqualTo(5);
        assertThat(average(0, 4, 1_000_000)).isEqualTo(4);
        assertThat(average(-900, 2, 4, 900)).isEqualTo(3);
        assertThat(average(10, -10, 0)).isZero();
    }

    @Test
    void shouldStayInTheRangeOfTheCorrectClocksForAnyFaultyMinority() {
        SplittableRandom random = new SplittableRandom(1);
        for (int run = 0; run < 20_000; run++) {
            int count = 1 + random.nextInt(9);
            int faulty = random.nextInt((count - 1) / 2 + 1);
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = i < faulty ? random.nextLong(-1L << 61, 1L << 61) : random.nextLong(-50, 51);
            }
            long[] correct = Arrays.copyOfRange(values, faulty, count);
            assertThat(average(values))
                    .isBetween(
                            Arrays.stream(correct).min().orElseThrow(),
                            Arrays.stream(correct).max().orElseThrow());
        }
    }
}
