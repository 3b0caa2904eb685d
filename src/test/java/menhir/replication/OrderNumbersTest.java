package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrderNumbersTest {
    /** More than a leader can have without a release, and so than can be truncated. */
    private static final int TRUNCATABLE = Timing.ofLease(1_000).unreleasedEntries() * 3 / 2;

    private static final int ENTRIES = 200_000;

    /** The index of each order, by its number less 1; the log that they are in has other entries at random, too. */
    private final long[] indexes = new long[ENTRIES];

    private OrderNumbers numbers = OrderNumbers.NONE;
    private long lastNumber;

    /** Appends entries up to an index, a share of which is orders. */
    private void append(SplittableRandom random, long from, long to, double share) {
        for (long index = from; index <= to; index++) {
            if (random.nextDouble() < share) {
                indexes[(int) lastNumber] = index;
                lastNumber++;
                numbers = numbers.append(lastNumber, index);
            }
        }
    }

    private void shouldFindAll() {
        for (long number = 1; number <= lastNumber; number++) {
            long index = indexes[(int) number - 1];
            assertThat(numbers.firstIndexOf(number)).isLessThanOrEqualTo(index);
            assertThat(numbers.lastIndexOf(number)).isGreaterThanOrEqualTo(index);
            assertThat(numbers.lastIndexOf(number) - numbers.firstIndexOf(number))
                    .isLessThan(OrderNumbers.CORRIDOR);
        }
    }

    @Test
    void shouldFindEveryOrderWithinACorridor() {
        for (double share : new double[] {0.02, 0.5, 0.98, 1}) {
            numbers = OrderNumbers.NONE;
            lastNumber = 0;
            append(new SplittableRandom(7), 1, ENTRIES, share);
            shouldFindAll();
        }
    }

    @Test
    void shouldStaySmallWhereOrdersAndOtherEntriesAlternate() {
        for (int number = 1; number <= 1_000_000; number++) {
            numbers = numbers.append(number, 2L * number);
        }
        assertThat(numbers.older().size()).isLessThanOrEqualTo(2_000_000 / OrderNumbers.CORRIDOR);
        assertThat(numbers.latest().size())
                .isLessThanOrEqualTo(4 * Timing.ofLease(1_000).unreleasedEntries());
    }

    @Test
    void shouldKnowTheLastNumberExactlyWhereTheLogCanBeTruncated() {
        append(new SplittableRandom(7), 1, ENTRIES, 0.5);
        long number = lastNumber;
        for (long index = ENTRIES; index > ENTRIES - TRUNCATABLE; index--) {
            while (number > 0 && indexes[(int) number - 1] > index) {
                number--;
            }
            assertThat(numbers.lastNumberAt(index, lastNumber)).isEqualTo(number);
        }
    }

    /** That cannot happen, since no leader has so much that is not released. It must do no harm nevertheless. */
    @Test
    void shouldNeverTellOfMoreOrdersThanThereAre() {
        append(new SplittableRandom(7), 1, ENTRIES, 0.5);
        long number = lastNumber;
        for (long index = ENTRIES; index >= 0; index--) {
            while (number > 0 && indexes[(int) number - 1] > index) {
                number--;
            }
            assertThat(numbers.lastNumberAt(index, lastNumber)).isBetween(number - OrderNumbers.CORRIDOR, number);
        }
    }

    @Test
    void shouldGoOnAfterATruncation() {
        SplittableRandom random = new SplittableRandom(3);
        append(random, 1, ENTRIES, 0.5);
        for (int round = 0; round < 20; round++) {
            int from = ENTRIES - random.nextInt(TRUNCATABLE);
            long last = numbers.lastNumberAt(from - 1, lastNumber);
            numbers = numbers.dropFrom(last + 1);
            lastNumber = last;
            append(random, from, ENTRIES, random.nextDouble());
        }
        shouldFindAll();
    }
}
