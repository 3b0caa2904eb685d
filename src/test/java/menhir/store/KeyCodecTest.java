package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import menhir.store.KeyWindow.Hash;
import menhir.store.KeyWindow.Remembered;
import menhir.store.KeyWindow.Seen;
import org.junit.jupiter.api.Test;

class KeyCodecTest {
    private static final List<Remembered> KEYS = List.of(
            new Remembered(new Hash(1, -2), new Seen(3, 4, 5)), new Remembered(new Hash(6, 7), new Seen(8, 9, 0)));

    @Test
    void shouldGiveBackWhatWasWritten() {
        assertThat(KeyCodec.decode(KeyCodec.encode(KEYS))).isEqualTo(KEYS);
        assertThat(KeyCodec.decode(KeyCodec.encode(List.of()))).isEmpty();
    }

    /** These bytes are on disks. */
    @Test
    void shouldStillReadTheBytesOfTheFirstVersion() {
        String bytes = "8282820121830304058282060783080900";
        assertThat(HexFormat.of().formatHex(KeyCodec.encode(KEYS))).isEqualTo(bytes);
    }

    @Test
    void shouldNotTakeDamageForKeys() {
        byte[] bytes = KeyCodec.encode(KEYS);
        bytes[0] = 0x61;
        assertThatThrownBy(() -> KeyCodec.decode(bytes)).isInstanceOf(UncheckedIOException.class);
    }
}
