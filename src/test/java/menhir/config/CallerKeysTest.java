package menhir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerKeysTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("keys"), text);
    }

    @Test
    void shouldReadAKeyFromEachLineThatIsNoComment() throws Exception {
        String other = HASH.replace('0', 'f');
        Path file = file("# of the shop\n\n  shop:order:" + HASH + "  \r\nscreen:read:" + other + ":50");

        assertThat(CallerKeys.read(file))
                .containsExactly(
                        new Settings.Key("shop", Settings.Permission.ORDER, HASH, 0),
                        new Settings.Key("screen", Settings.Permission.READ, other, 50));
        assertThat(CallerKeys.read(file("# none\n"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop", "shop:order", "shop:none:HASH", "Shop:read:HASH", "shop:read:HASH:0", "shop:read:HASH:"})
    void shouldNameTheLineThatIsNoKey(String line) throws Exception {
        Path file = file("# comment\n" + line.replace("HASH", HASH));

        assertThatThrownBy(() -> CallerKeys.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": line 2 must be one of up to 100 keys, " + CallerKeys.ALLOWED);
    }

    @Test
    void shouldRefuseAKeyTwiceAndTooManyKeys() throws Exception {
        String key = "shop:order:" + HASH + "\n";
        assertThatThrownBy(() -> CallerKeys.read(file(key + key))).hasMessageContaining("line 2");

        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= CallerKeys.MOST; i++) {
            many.append("shop:order:").append(HASH.substring(3)).append(100 + i).append('\n');
        }
        assertThatThrownBy(() -> CallerKeys.read(file(many.toString()))).hasMessageContaining("line 101");
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() throws Exception {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> CallerKeys.read(missing)).hasMessage("there is no file " + missing);
        assertThatThrownBy(() -> CallerKeys.read(folder)).isInstanceOf(IOException.class);
        Path latin = Files.write(folder.resolve("latin"), "# für".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> CallerKeys.read(latin)).hasMessage(latin + " is not text in UTF-8");
        assertThatThrownBy(() -> CallerKeys.read(file("#".repeat(64 * 1024 + 1))))
                .hasMessageContaining("more than 65536 bytes");
    }
}
