package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import menhir.store.Entry.ItemAdded;
import menhir.store.Entry.LeaderElected;
import menhir.store.Entry.OrderPlaced;
import menhir.store.Entry.OrderRejected;
import menhir.store.Entry.ReplicaJoined;
import menhir.store.Entry.Repriced;
import menhir.store.Entry.Restocked;
import menhir.store.Entry.StoreOpened;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries are on disks: what one version wrote, all later ones read, and write again with the same bytes. */
class EntryBytesTest {
    private static final long TIME = 1_700_000_000_000L;

    private static Stream<Arguments> written() {
        return Stream.of(
                Arguments.of(
                        new LeaderElected(3, "node-1", TIME),
                        "bf646b696e64666c65616465726565706f636803646e6f6465666e6f64652d316a74696d654d696c6c69731b0000018bcfe5"
                                + "6800ff"),
                Arguments.of(new ReplicaJoined(2), "bf646b696e64666a6f696e656464736c6f7402ff"),
                Arguments.of(
                        new StoreOpened(TIME + 1),
                        "bf646b696e64666f70656e65646a74696d654d696c6c69731b0000018bcfe56801ff"),
                Arguments.of(
                        new ItemAdded("CarCo", new BigDecimal("45.00"), 100, null, "first-catalog/CarCo", -5, TIME + 2),
                        "bf646b696e64646974656d646e616d6565436172436f657072696365c48221191194687175616e74697479186465746f7069"
                                + "63f6636b65797366697273742d636174616c6f672f436172436f6b66696e6765727072696e74246a74696d654d"
                                + "696c6c69731b0000018bcfe56802ff"),
                Arguments.of(
                        new ItemAdded("RPCs for Dummies", new BigDecimal("40"), 4, "DS", "k", 77, TIME + 3),
                        "bf646b696e64646974656d646e616d65705250437320666f722044756d6d696573657072696365c482001828687175616e74"
                                + "6974790465746f706963624453636b6579616b6b66696e6765727072696e74184d6a74696d654d696c6c69731b"
                                + "0000018bcfe56803ff"),
                Arguments.of(
                        new Repriced("CarCo", new BigDecimal("46.50"), "cars", "k2", 78, TIME + 4),
                        "bf646b696e64687265707269636564646e616d6565436172436f657072696365c4822119122a65746f706963646361727363"
                                + "6b6579626b326b66696e6765727072696e74184e6a74696d654d696c6c69731b0000018bcfe56804ff"),
                Arguments.of(
                        new Restocked("CarCo", 12, "k3", 79, TIME + 5),
                        "bf646b696e6469726573746f636b6564646e616d6565436172436f687175616e746974790c636b6579626b336b66696e6765"
                                + "727072696e74184f6a74696d654d696c6c69731b0000018bcfe56805ff"),
                Arguments.of(
                        new OrderPlaced(
                                7,
                                OrderType.BUY,
                                List.of(
                                        new PricedLine("CarCo", 2, new BigDecimal("45.00")),
                                        new PricedLine("FishCo", 1, new BigDecimal("23.34"))),
                                "k4",
                                80,
                                TIME + 6),
                        "bf646b696e64656f72646572666e756d62657207647479706563425559656c696e657382bf646974656d65436172436f6871"
                                + "75616e7469747902657072696365c48221191194ffbf646974656d6646697368436f687175616e746974790165"
                                + "7072696365c4822119091eff636b6579626b346b66696e6765727072696e7418506a74696d654d696c6c69731b"
                                + "0000018bcfe56806ff"));
    }

    @ParameterizedTest
    @MethodSource("written")
    void shouldReadAndWriteTheBytesOfEarlierVersions(Entry entry, String hex) {
        assertThat(EntryCodec.decode(HexFormat.of().parseHex(hex))).isEqualTo(entry);
        assertThat(HexFormat.of().formatHex(EntryCodec.encode(entry))).isEqualTo(hex);
    }

    @Test
    void shouldKeepAnItemsNumber() {
        Entry entry = new ItemAdded("RPCs for Dummies", new BigDecimal("40"), 4, "DS", 2L, "k", 77, TIME);
        assertThat(EntryCodec.decode(EntryCodec.encode(entry))).isEqualTo(entry);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldKeepARefusalWithItsReason(Rejection why) {
        Entry entry = new OrderRejected(OrderType.BUY, List.of(new Line("Whale", 1000)), why, "k", 1, TIME);
        assertThat(EntryCodec.decode(EntryCodec.encode(entry))).isEqualTo(entry);
    }

    private static Stream<Rejection> refusals() {
        return Stream.of(
                new Rejection.UnknownItem("invalid"),
                new Rejection.NotEnough("Whale", 100, 1000),
                new Rejection.TooMany("Whale", 7),
                new Rejection.NumberTaken(3, "Whale"),
                new Rejection.NumberFixed("Whale", null));
    }
}
