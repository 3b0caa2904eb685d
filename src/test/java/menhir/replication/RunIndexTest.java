package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunIndexTest {

    @Test
    void shouldFindThePairInForce() {
        RunIndex runs = RunIndex.EMPTY.append(3, 30).append(7, 70).append(8, 80);
        assertThat(runs.floor(2)).isEqualTo(-1);
        assertThat(runs.floor(3)).isZero();
        assertThat(runs.floor(6)).isZero();
        assertThat(runs.value(runs.floor(7))).isEqualTo(70);
        assertThat(runs.value(runs.floor(1_000))).isEqualTo(80);
        assertThat(RunIndex.EMPTY.floor(1)).isEqualTo(-1);
    }

    @Test
    void shouldNotTakeAKeyThatIsNotAboveAll() {
        RunIndex runs = RunIndex.EMPTY.append(3, 30);
        assertThatThrownBy(() -> runs.append(3, 31)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldGrowWithoutChangingWhatWasHandedOut() {
        RunIndex before = filled(600);
        RunIndex after = before.append(10_000, 1);
        assertThat(before.size()).isEqualTo(600);
        assertThat(after.size()).isEqualTo(601);
        assertThat(after.dropFrom(10_000)).isEqualTo(before);
    }

    @Test
    void shouldComeBackFromItsArray() {
        for (int size : new int[] {0, 1, 255, 256, 257, 511, 512, 513}) {
            RunIndex runs = filled(size);
            assertThat(RunIndex.of(runs.toArray())).isEqualTo(runs).hasSameHashCodeAs(runs);
            assertThat(runs.size()).isEqualTo(size);
        }
    }

    @Test
    void shouldAgreeWithAPlainListWhateverIsDoneToIt() {
        SplittableRandom random = new SplittableRandom(1);
        RunIndex runs = RunIndex.EMPTY;
        List<long[]> plain = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            long last = plain.isEmpty() ? 0 : plain.get(plain.size() - 1)[0];
            if (random.nextInt(100) == 0) {
                long key = random.nextLong(Math.max(1, last - 40), last + 5);
                runs = runs.dropFrom(key);
                plain.removeIf(pair -> pair[0] >= key);
            } else {
                long key = last + random.nextLong(1, 4);
                runs = runs.append(key, step);
                plain.add(new long[] {key, step});
            }
            assertThat(runs.size()).isEqualTo(plain.size());
        }
        assertThat(runs.toArray())
                .containsExactly(
                        plain.stream().flatMapToLong(java.util.Arrays::stream).toArray());
    }

    private static RunIndex filled(int size) {
        RunIndex runs = RunIndex.EMPTY;
        for (int i = 0; i < size; i++) {
            runs = runs.append(2L * i + 1, i);
        }
        return runs;
    }
}
