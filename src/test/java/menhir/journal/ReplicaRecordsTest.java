package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import menhir.records.RecordWriter;
import menhir.records.UnreadableRecordException;
import menhir.replication.Incarnation;
import menhir.replication.KnownPositions;
import menhir.replication.LogEntry;
import menhir.replication.LogPosition;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.MembershipGained;
import menhir.replication.ReplicaEvent.MembershipLost;
import menhir.replication.ReplicaEvent.PositionsLearned;
import menhir.replication.ReplicaEvent.Started;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes on disk. If a golden value changes, existing databases can no longer be read. */
class ReplicaRecordsTest {
    private static final KnownPositions POSITIONS =
            KnownPositions.of(new long[] {1, 0, 7, 70_000, 3, 129, 3, 55, 1, 9, 2, 40});

    private final ReplicaSerializer serializer = new ReplicaSerializer();

    private static final EntriesAppended APPENDED = new EntriesAppended(
            129,
            List.of(
                    new LogEntry(3, 0, bytes("up")),
                    new LogEntry(3, 1_000_000, bytes("")),
                    new LogEntry(3, 1_000_001, bytes("order"))),
            KnownPositions.NONE);

    static List<Arguments> goldenEvents() {
        return List.of(
                Arguments.of(new EpochPromised(300), "0201ac02" + "e4ac3150"),
                Arguments.of(APPENDED, "0202810103030002757003c0843d0003c1843d056f7264657200" + "dfc82913"),
                Arguments.of(new SuffixTruncated(Long.MAX_VALUE), "0203ffffffffffffffff7f" + "08d4a32a"),
                Arguments.of(new MembershipGained(1_000), "0204e807" + "5b5fb4f0"),
                Arguments.of(new Started(70_000), "0206f0a204" + "48267411"),
                Arguments.of(new PositionsLearned(POSITIONS), "020702010007f0a204038101033701090228" + "42c9f100"),
                Arguments.of(new MembershipLost(), "0208" + "5cfd1ff3"));
    }

    /** As release 0.1.0 wrote them. */
    static List<Arguments> goldenEventsOfVersion1() {
        return List.of(
                Arguments.of(new EpochPromised(300), "0101ac02" + "868eb869"),
                Arguments.of(
                        APPENDED,
                        "0102" + "8101" + "03" + "0300027570" + "03c0843d00" + "03c1843d056f72646572" + "07fa9178"),
                Arguments.of(new SuffixTruncated(Long.MAX_VALUE), "0103ffffffffffffffff7f" + "b4aacd98"),
                Arguments.of(new MembershipGained(0), "0104" + "255978ba"));
    }

    @ParameterizedTest
    @MethodSource("goldenEvents")
    void shouldKeepTheBytesOfEveryEvent(ReplicaEvent event, String hex) throws Exception {
        assertThat(HexFormat.of().formatHex(serializer.toBinary(event))).isEqualTo(hex);
        assertThat(serializer.fromBinary(HexFormat.of().parseHex(hex), "e")).isEqualTo(event);
        assertThat(serializer.manifest(event)).isEqualTo("e");
        assertThat(serializer.identifier()).isEqualTo(52_001);
    }

    @ParameterizedTest
    @MethodSource("goldenEventsOfVersion1")
    void shouldReadTheEventsOfVersion1(ReplicaEvent event, String hex) throws Exception {
        assertThat(serializer.fromBinary(HexFormat.of().parseHex(hex), "e")).isEqualTo(event);
    }

    @Test
    void shouldKeepTheBytesOfAState() throws Exception {
        ReplicaState state = someState();
        String hex = HexFormat.of().formatHex(serializer.toBinary(state));

        assertThat(hex)
                .isEqualTo(
                        "02050701090301020104010e010104000101060101f0a2040902010007f0a204038101033701090228beb988eb");
        assertThat(serializer.manifest(state)).isEqualTo("s");
        assertThat(serializer.fromBinary(HexFormat.of().parseHex(hex), "s")).isEqualTo(state);
    }

    @Test
    void shouldReadTheStateOfVersion1() throws Exception {
        ReplicaState state = (ReplicaState)
                serializer.fromBinary(HexFormat.of().parseHex("01050601090301020104010e0101040101064c6b4246"), "s");
        assertThat(state.member()).isTrue();
        assertThat(state.position()).isEqualTo(new LogPosition(Incarnation.NONE, 9, 3));
        assertThat(state.known()).isEqualTo(KnownPositions.NONE);
    }

    @Test
    void shouldReadEveryStateThatItWrote() throws Exception {
        Random random = new Random(7);
        ReplicaState state = ReplicaState.BLANK;
        assertThat(roundTrip(state)).isEqualTo(state);
        for (int i = 0; i < 2_000; i++) {
            state = state.apply(RandomLog.nextEvent(state, random));
            if (i % 50 == 0) {
                assertThat(roundTrip(state)).isEqualTo(state);
            }
        }
    }

    @Test
    void shouldKeepTheStateOfAMillionOrdersSmall() {
        ReplicaState state = ReplicaState.BLANK;
        for (long index = 1; index <= 1_000_000; index += 50) {
            LogEntry[] entries = new LogEntry[50];
            for (int i = 0; i < 50; i++) {
                entries[i] = new LogEntry(1, index + i, new byte[0]);
            }
            state = state.apply(new EntriesAppended(index, List.of(entries), KnownPositions.NONE));
        }
        assertThat(serializer.toBinary(state).length).isLessThan(64 * 1024);
    }

    /** As where each order is followed by a rejected one that is logged. */
    @Test
    void shouldKeepTheStateSmallWhereOrdersAndOtherEntriesAlternate() {
        ReplicaState state = ReplicaState.BLANK;
        for (long index = 1; index <= 2_000_000; index += 50) {
            LogEntry[] entries = new LogEntry[50];
            for (int i = 0; i < 50; i++) {
                long number = i % 2 == 0 ? (index + i + 1) / 2 : 0;
                entries[i] = new LogEntry(1, number, new byte[0]);
            }
            state = state.apply(new EntriesAppended(index, List.of(entries), KnownPositions.NONE));
        }
        assertThat(state.lastNumber()).isEqualTo(1_000_000);
        assertThat(serializer.toBinary(state).length).isLessThan(256 * 1024);
    }

    @Test
    void shouldNameAnUnknownVersion() {
        byte[] later = ReplicaRecords.encode(new EpochPromised(5));
        later[0] = 3;
        assertThatThrownBy(() -> serializer.fromBinary(later, "e"))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("version 3")
                .hasMessageContaining("reads versions 1 to 2");
    }

    @Test
    void shouldRejectAnUnknownManifest() {
        assertThatThrownBy(() -> serializer.fromBinary(new byte[8], "x")).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void shouldDetectEveryFlippedBitAndEveryTruncation() {
        for (Arguments golden : goldenEvents()) {
            byte[] record = serializer.toBinary(golden.get()[0]);
            for (int bit = 0; bit < 8 * record.length; bit++) {
                byte[] damaged = record.clone();
                damaged[bit / 8] ^= (byte) (1 << (bit % 8));
                assertThatThrownBy(() -> serializer.fromBinary(damaged, "e"))
                        .isInstanceOf(UnreadableRecordException.class);
            }
            for (int length = 0; length < record.length; length++) {
                byte[] truncated = Arrays.copyOf(record, length);
                assertThatThrownBy(() -> serializer.fromBinary(truncated, "e"))
                        .isInstanceOf(UnreadableRecordException.class);
            }
        }
    }

    @Test
    void shouldRejectHostileBytesWithoutAllocatingMemoryForThem() {
        byte[] hugeCount = new RecordWriter(16)
                .octet(2)
                .octet(2)
                .number(1)
                .number(Integer.MAX_VALUE)
                .sealed();
        byte[] hugeBlock = new RecordWriter(16)
                .octet(2)
                .octet(2)
                .number(1)
                .number(1)
                .number(1)
                .number(1)
                .number(Integer.MAX_VALUE)
                .sealed();
        byte[] trailing =
                new RecordWriter(16).octet(2).octet(4).octet(0).octet(0).sealed();
        byte[] overlong =
                new RecordWriter(16).octet(2).octet(1).octet(0x80).octet(0).sealed();
        byte[] aState = ReplicaRecords.encode(someState());
        for (byte[] hostile : List.of(hugeCount, hugeBlock, trailing, overlong, aState, new byte[2 << 20])) {
            assertThatThrownBy(() -> serializer.fromBinary(hostile, "e")).isInstanceOf(UnreadableRecordException.class);
        }
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            RecordWriter writer =
                    new RecordWriter(32).octet(1 + random.nextInt(2)).octet(random.nextInt(10));
            for (int octets = random.nextInt(24); octets > 0; octets--) {
                writer.octet(random.nextInt(256));
            }
            byte[] noise = writer.sealed();
            for (String manifest : List.of("e", "s")) {
                try {
                    Object read = serializer.fromBinary(noise, manifest);
                    if (noise[0] == 2) {
                        assertThat(serializer.toBinary(read)).isEqualTo(noise);
                    }
                } catch (NotSerializableException e) {
                    assertThat(e).isInstanceOf(UnreadableRecordException.class);
                }
            }
        }
    }

    @Test
    void shouldNotWriteAnEventAboveTheSizeLimit() {
        ReplicaEvent huge = new EntriesAppended(
                1, List.of(new LogEntry(1, 0, new byte[ReplicaRecords.MAX_EVENT_BYTES])), KnownPositions.NONE);
        assertThatThrownBy(() -> serializer.toBinary(huge)).isInstanceOf(IllegalArgumentException.class);
    }

    private Object roundTrip(ReplicaState state) throws NotSerializableException {
        return serializer.fromBinary(serializer.toBinary(state), "s");
    }

    private static ReplicaState someState() {
        ReplicaState state = ReplicaState.BLANK;
        for (ReplicaEvent event : List.<ReplicaEvent>of(
                new EpochPromised(2),
                new EntriesAppended(
                        1,
                        List.of(new LogEntry(2, 0, bytes("a")), new LogEntry(2, 1, bytes("b"))),
                        KnownPositions.NONE),
                new Started(70_000),
                new MembershipGained(1),
                new EpochPromised(9),
                new SuffixTruncated(2),
                new EntriesAppended(
                        2, List.of(new LogEntry(9, 0, bytes("c")), new LogEntry(9, 1, bytes("d"))), POSITIONS))) {
            state = state.apply(event);
        }
        return state;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
