package menhir.replica.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.NotSerializableException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import menhir.replica.CatalogCheckpoint;
import menhir.replica.CatalogCheckpoint.Delta;
import menhir.store.CustomerCount;
import menhir.store.Hold;
import menhir.store.HoldClock;
import menhir.store.Item;
import menhir.store.Terms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointSerializerTest {
    private static final Delta DELTA = new Delta(
            7, 3, false, 2, true, List.of(new Item("Tux", BigDecimal.TEN, 100, "birds", 7)), List.of(), new byte[] {
                1, 2, 3
            });

    private static final Delta WITH_HOLDS = new Delta(
            9,
            3,
            false,
            2,
            true,
            List.of(
                    new Item("Tux", BigDecimal.TEN, 98, "birds", null, 9, 2, new Terms(4L, 5L, null, 8)),
                    new Hold(
                            9,
                            Hold.State.ACTIVE,
                            List.of(new Hold.HeldLine("Tux", 2, BigDecimal.TEN, 8)),
                            "ann",
                            1,
                            2,
                            3,
                            4,
                            null,
                            9),
                    new Hold(4, Hold.State.CONFIRMED, List.of(), null, 1, 2, 3, 4, 2L, 6),
                    new CustomerCount("Tux", "ann", 2, 9),
                    new HoldClock(3, 9)),
            List.of(Hold.nameOf(3)),
            new byte[] {1});

    private final CheckpointSerializer serializer = new CheckpointSerializer();

    static Stream<Object> records() {
        return Stream.of(
                DELTA,
                WITH_HOLDS,
                CatalogCheckpoint.EMPTY.with(WITH_HOLDS, 100),
                CatalogCheckpoint.EMPTY.with(DELTA, 100));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadWhatItWrites(Object record) throws Exception {
        Object read = serializer.fromBinary(serializer.toBinary(record), serializer.manifest(record));
        assertThat(read).usingRecursiveComparison().isEqualTo(record);
    }

    /** H2 has no checksum over the contents of a page. A changed digit would be another quantity. */
    @ParameterizedTest
    @MethodSource("records")
    void shouldReadNothingInWhichABitHasChanged(Object record) {
        byte[] bytes = serializer.toBinary(record);
        for (int i = 0; i < 8 * bytes.length; i++) {
            bytes[i / 8] ^= (byte) (1 << i % 8);
            assertThatExceptionOfType(NotSerializableException.class)
                    .as("bit %d", i)
                    .isThrownBy(() -> serializer.fromBinary(bytes, serializer.manifest(record)));
            bytes[i / 8] ^= (byte) (1 << i % 8);
        }
    }
}
