package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryCodecTest {

    @ParameterizedTest
    @MethodSource("menhir.store.EntrySamples#everyKind")
    void shouldGiveBackWhatWasWritten(Entry entry) {
        assertThat(EntryCodec.decode(EntryCodec.encode(entry))).isEqualTo(entry);
    }

    @ParameterizedTest
    @MethodSource("menhir.store.EntrySamples#everyKind")
    void shouldWriteTheSameBytesEveryTime(Entry entry) {
        assertThat(EntryCodec.encode(entry)).isEqualTo(EntryCodec.encode(EntryCodec.decode(EntryCodec.encode(entry))));
    }

    @Test
    void shouldHaveAnEntryOfEveryKindHere() {
        assertThat(EntrySamples.everyKind().map(Object::getClass).distinct())
                .hasSize((int) kindsOf(Entry.class).distinct().count());
    }

    private static Stream<Class<?>> kindsOf(Class<?> type) {
        return type.isInterface()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(EntryCodecTest::kindsOf)
                : Stream.of(type);
    }

    /** These bytes are on disks. When this fails, a store that is there already can no longer be read. */
    @Test
    void shouldStillReadTheBytesOfTheFirstVersion() {
        assertThat(golden()).hasSize((int) EntrySamples.everyKind().count());
        List<Entry> entries = EntrySamples.everyKind().toList();
        for (int i = 0; i < entries.size(); i++) {
            byte[] bytes = HexFormat.of().parseHex(golden().get(i));
            assertThat(EntryCodec.decode(bytes)).isEqualTo(entries.get(i));
            assertThat(HexFormat.of().formatHex(EntryCodec.encode(entries.get(i))))
                    .isEqualTo(golden().get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("everyRejection")
    void shouldKeepTheReasonOfARejection(Rejection why) {
        Entry entry = new Entry.OrderRejected(OrderType.SELL, List.of(new Line("ball", 1)), why, "k", 1, 2);
        assertThat(EntryCodec.decode(EntryCodec.encode(entry))).isEqualTo(entry);
    }

    static Stream<Rejection> everyRejection() {
        return Stream.of(
                new Rejection.UnknownItem("ball"),
                new Rejection.NotEnough("ball", 1, 2),
                new Rejection.TooMany("ball", 7),
                new Rejection.NotOnSale("ball", 5L, null, 4),
                new Rejection.CustomerMissing("ball", 2),
                new Rejection.LimitReached("ball", 2, 1, 2));
    }

    @Test
    void shouldReadEntriesOfALaterVersionWithMoreFields() {
        // {"kind": "joined", "slot": 3, "later": 1}
        byte[] bytes = HexFormat.of().parseHex("a3646b696e64666a6f696e656464736c6f7403656c6174657201");
        assertThat(EntryCodec.decode(bytes)).isEqualTo(new Entry.ReplicaJoined(3));
    }

    @Test
    void shouldNotTakeDamageForAnEntry() {
        byte[] good = EntryCodec.encode(new Entry.ReplicaJoined(3));
        byte[] cut = new byte[good.length - 2];
        System.arraycopy(good, 0, cut, 0, cut.length);
        assertThatThrownBy(() -> EntryCodec.decode(cut)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> EntryCodec.decode("no".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> EntryCodec.decode(HexFormat.of().parseHex("a1646b696e6463626164")))
                .as("an unknown kind")
                .isInstanceOf(UncheckedIOException.class);
    }

    private static List<String> golden() {
        return List.of(
                "bf646b696e64666c65616465726565706f636807646e6f6465666e6f64652d316a74696d654d696c6c69731b0000018b"
                        + "cfe56800ff",
                "bf646b696e64666a6f696e656464736c6f7403ff",
                "bf646b696e64666f70656e65646a74696d654d696c6c69731b0000018bcfe56801ff",
                "bf646b696e64646974656d646e616d656462616c6c657072696365c48221191194687175616e74697479186465746f70"
                        + "696364746f7973636b6579656b65792d316b66696e6765727072696e74246a74696d654d696c6c697301ff",
                "bf646b696e64646974656d646e616d6568646f6c6c20e29883657072696365c4822001687175616e746974790065746f"
                        + "706963f6636b6579656b65792d326b66696e6765727072696e743b7fffffffffffffff6a74696d654d696c6c697302ff",
                "bf646b696e64687265707269636564646e616d656462616c6c657072696365c482030165746f706963f6636b6579656b"
                        + "65792d336b66696e6765727072696e74066a74696d654d696c6c697303ff",
                "bf646b696e6469726573746f636b6564646e616d656462616c6c687175616e746974791b00038d7ea4c68000636b6579"
                        + "656b65792d346b66696e6765727072696e74076a74696d654d696c6c697304ff",
                "bf646b696e64656f72646572666e756d62657201647479706563425559656c696e657382bf646974656d6462616c6c68"
                        + "7175616e7469747902657072696365c48221191194ffbf646974656d68646f6c6c20e29883687175616e746974790165"
                        + "7072696365c4822001ff636b6579656b65792d356b66696e6765727072696e74086a74696d654d696c6c697305ff",
                "bf646b696e64656f72646572666e756d6265721b7fffffffffffffff64747970656453454c4c656c696e657381bf6469"
                        + "74656d6462616c6c687175616e7469747901657072696365c4820001ff636b6579616b6b66696e6765727072696e7409"
                        + "6a74696d654d696c6c697306ff",
                "bf646b696e64646974656d646e616d65705250437320666f722044756d6d696573657072696365c482001828687175616e74"
                        + "6974790465746f706963624453666e756d62657202636b6579656b65792d366b66696e6765727072696e740a6a74696d654d"
                        + "696c6c697307ff",
                "bf646b696e646872656a6563746564647479706563425559656c696e657381bf646974656d6462616c6c687175616e746974"
                        + "791903e8ff63776879bf646b696e646a6e6f742d656e6f756768646974656d6462616c6c69617661696c61626c6518646972"
                        + "65717565737465641903e8ff636b6579656b65792d376b66696e6765727072696e740b6a74696d654d696c6c697308ff",
                "bf646b696e6465626f617264646e616d656b6d6564616c732f4761756c657469746c65644761756c656d61726b73826642726f6e7a6564476f6c64636b6579656b65792d366b66696e6765727072696e740a6a74696d654d696c6c697307ff",
                "bf646b696e646573636f726565626f6172646a73636f72652f4c7567656673636f72657382bf647465616d64526f6d656573636f726503ffbf647465616d644761756c6573636f726500ff636b6579656b65792d376b66696e6765727072696e740b6a74696d654d696c6c697308ff",
                "bf646b696e64656d6564616c65626f6172646b6d6564616c732f4761756c656d6564616c64476f6c64636b6579656b65792d386b66696e6765727072696e740c6a74696d654d696c6c697309ff",
                "bf646b696e6466726f73746572666e756d6265720265736561747381bf646e616d65666e6f64652d31646c69666505ff636b6579656b65792d396b66696e6765727072696e740d6a74696d654d696c6c69730aff",
                "bf646b696e64657465726d73646e616d656462616c6c706c696d6974506572437573746f6d6572026a6f6e53616c6546726f6d1b0000018bcfe568006b6f6e53616c65556e74696cf6636b6579666b65792d31306b66696e6765727072696e740e6a74696d654d696c6c69730bff",
                "bf646b696e6464686f6c6464686f6c6415656c696e657381bf646974656d6462616c6c687175616e7469747902657072696365c4820001ff68637573746f6d657263616e6e677365636f6e64731902586b636c6f636b4d696c6c6973184d636b6579666b65792d31316b66696e6765727072696e740f6a74696d654d696c6c69730cff",
                "bf646b696e6464686f6c6464686f6c6416656c696e657380677365636f6e64731902586b636c6f636b4d696c6c6973184d636b6579666b65792d31326b66696e6765727072696e74106a74696d654d696c6c69730dff",
                "bf646b696e646d686f6c642d657874656e64656464686f6c6415677365636f6e6473183c6b636c6f636b4d696c6c6973184e636b6579666b65792d31336b66696e6765727072696e74116a74696d654d696c6c69730eff",
                "bf646b696e646d686f6c642d72656c656173656464686f6c6415656c696e657381bf646974656d6462616c6c687175616e7469747902ff636b6579666b65792d31346b66696e6765727072696e74126a74696d654d696c6c69730fff",
                "bf646b696e646d686f6c64732d6578706972656465686f6c647381bf64686f6c6416656c696e657381bf646974656d6462616c6c687175616e7469747901ffff6b636c6f636b4d696c6c6973184f6a74696d654d696c6c697310ff",
                "bf646b696e64656f72646572666e756d62657203647479706563425559656c696e657381bf646974656d6462616c6c687175616e7469747902657072696365c4820001ff68637573746f6d657263616e6e64686f6c6415636b6579666b65792d31356b66696e6765727072696e74136a74696d654d696c6c697311ff",
                "bf646b696e646963616e63656c6c6564656f7264657203656c696e657381bf646974656d6462616c6c687175616e746974"
                        + "7901657072696365c4820001ff68637573746f6d657263616e6e69636f756e746564417415636b6579666b65792d31366b"
                        + "66696e6765727072696e74146a74696d654d696c6c697312ff",
                "bf646b696e646963616e63656c6c6564656f7264657202656c696e657381bf646974656d6462616c6c687175616e746974"
                        + "7901657072696365c4820001ff69636f756e746564417409636b6579666b65792d31376b66696e6765727072696e74156a"
                        + "74696d654d696c6c697313ff",
                "bf646b696e646c6974656d2d72657469726564646e616d656462616c6c636b6579666b65792d31366b66696e6765727072696e74146a74696d654d696c6c697312ff",
                "bf646b696e646d6c65616465722d706c6163656464736c6f7402636b6579666b65792d31386b66696e6765727072696e"
                        + "74166a74696d654d696c6c697314ff",
                "bf646b696e6467776562686f6f6b67776562686f6f6b6363726d65696e646578184d636b6579666b65792d31396b6669"
                        + "6e6765727072696e74176a74696d654d696c6c697315ff");
    }
}
