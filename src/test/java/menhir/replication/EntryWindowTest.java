package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EntryWindowTest {
    private final EntryWindow window = new EntryWindow(4, 100, 10);

    private void add(int... bytes) {
        for (int size : bytes) {
            window.add(new LogEntry(1, 0, new byte[size]));
        }
    }

    private void assertHolds(long first, long last) {
        assertThat(window.firstIndex()).isEqualTo(first);
        assertThat(window.lastIndex()).isEqualTo(last);
        for (long index = first; index <= last; index++) {
            assertThat(window.get(index)).isNotNull();
        }
        assertThatThrownBy(() -> window.get(first - 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> window.get(last + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldEvictTheOldestEntriesWhenThereAreTooMany() {
        assertHolds(11, 10);
        add(1, 2, 3, 4, 5);
        assertHolds(12, 15);
        assertThat(window.bytesFrom(0)).isEqualTo(14);
        assertThat(window.bytesFrom(14)).isEqualTo(9);
        assertThat(window.bytesFrom(16)).isZero();
    }

    @Test
    void shouldEvictTheOldestEntriesWhenTheyAreTooLarge() {
        add(10, 60, 30);
        assertHolds(11, 13);
        add(11);
        assertHolds(13, 14);
        assertThat(window.bytesFrom(13)).isEqualTo(41);
    }

    @Test
    void shouldKeepTheNewestEntryHoweverLargeItIs() {
        add(10, 500);
        assertHolds(12, 12);
        add(20);
        assertHolds(13, 13);
        assertThat(window.bytesFrom(1)).isEqualTo(20);
    }

    @Test
    void shouldCountOnlyWhatIsLeftAfterADrop() {
        add(10, 20, 30);
        window.dropFrom(12);
        assertHolds(11, 11);
        add(40, 40);
        assertHolds(11, 13);
        assertThat(window.bytesFrom(12)).isEqualTo(80);

        window.dropFrom(5);
        assertHolds(5, 4);
        add(7);
        assertHolds(5, 5);
        assertThat(window.bytesFrom(5)).isEqualTo(7);
    }
}
