package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyWindowTest {
    private final KeyWindow window = new KeyWindow(10);

    @Test
    void shouldRememberTheKeysOfTheNewestEntries() {
        window.add("a", seen(1));
        window.add("b", seen(5));
        window.add("c", seen(10));
        assertThat(window.find("a")).isEqualTo(seen(1));
        window.add("d", seen(11));
        assertThat(window.find("a")).isNull();
        assertThat(window.find("b")).isEqualTo(seen(5));
        window.add("e", seen(1_000));
        assertThat(window.size()).isEqualTo(1);
    }

    @Test
    void shouldNotDependOnWhereItWasStarted() {
        KeyWindow late = new KeyWindow(10);
        for (int index = 1; index <= 50; index += 3) {
            window.add("key-" + index, seen(index));
            if (index > 30) {
                late.add("key-" + index, seen(index));
            }
        }
        assertThat(keys(late)).isEqualTo(keys(window));
    }

    @Test
    void shouldKeepItsOrderWhenAKeyComesAgainAfterItsTime() {
        window.add("a", seen(1));
        window.add("b", seen(2));
        window.add("a", seen(11));
        assertThat(window.find("a")).isEqualTo(seen(11));
        window.add("c", seen(12));
        assertThat(window.find("b")).isNull();
        assertThat(window.size()).isEqualTo(2);
    }

    @Test
    void shouldTellKeysApartByTheirWholeText() {
        window.add("", seen(1));
        window.add("é", seen(2));
        assertThat(window.find("e")).isNull();
        assertThat(window.find("é")).isEqualTo(seen(2));
        assertThat(window.find("")).isEqualTo(seen(1));
    }

    private static List<KeyWindow.Hash> keys(KeyWindow window) {
        List<KeyWindow.Hash> keys = new ArrayList<>();
        window.forEach(remembered -> keys.add(remembered.key()));
        return keys;
    }

    private static KeyWindow.FirstUse seen(long index) {
        return new KeyWindow.FirstUse(7, index, 0);
    }
}
