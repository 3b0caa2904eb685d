package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import menhir.store.KeyWindow.FirstUse;
import menhir.store.KeyWindow.Hash;
import menhir.store.KeyWindow.KeyRecord;
import org.junit.jupiter.api.Test;

class KeyCodecTest {
    private static final List<KeyRecord> KEYS = List.of(
            new KeyRecord(new Hash(1, -2), new FirstUse(3, 4, 5)),
            new KeyRecord(new Hash(6, 7), new FirstUse(8, 9, 0)));

    @Test
    void shouldGiveBackWhatWasWritten() {
        assertThat(KeyCodec.decode(KeyCodec.encode(KEYS))).isEqualTo(KEYS);
        assertThat(KeyCodec.decode(KeyCodec.encode(List.of()))).isEmpty();
    }

    /** These bytes are on disks. */
    @Test
    void shouldStillReadTheBytesOfTheFirstVersion() {
        String bytes = "829f9f0121ff9f030405ffff9f9f0607ff9f080900ffff";
        assertThat(HexFormat.of().formatHex(KeyCodec.encode(KEYS))).isEqualTo(bytes);
    }

    @Test
    void shouldNotTakeDamageForKeys() {
        byte[] bytes = KeyCodec.encode(KEYS);
        bytes[0] = 0x61;
        assertThatThrownBy(() -> KeyCodec.decode(bytes)).isInstanceOf(UncheckedIOException.class);
    }
}
