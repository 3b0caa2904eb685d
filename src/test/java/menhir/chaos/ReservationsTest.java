package menhir.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.chaos.Reservations.Claim;
import org.junit.jupiter.api.Test;

class ReservationsTest {
    private static Claim kill(int node) {
        return new Claim(List.of(node), 0, false);
    }

    private static Claim wipe(int node) {
        return new Claim(List.of(node), node, false);
    }

    @Test
    void shouldNeverLetAMajorityOfTheDisksForget() {
        Reservations three = new Reservations(3);
        assertThat(three.reserve(wipe(1))).isTrue();
        assertThat(three.reserve(wipe(2))).isFalse();
        assertThat(three.reserve(kill(2))).isTrue();
        three.release(kill(2));
        three.release(wipe(1));
        assertThat(three.reserve(wipe(2))).isTrue();

        Reservations five = new Reservations(5);
        assertThat(five.reserve(wipe(1))).isTrue();
        assertThat(five.reserve(wipe(2))).isTrue();
    }

    @Test
    void shouldGiveANodeToOneFaultOnly() {
        Reservations reservations = new Reservations(3);
        assertThat(reservations.reserve(kill(1))).isTrue();
        assertThat(reservations.reserve(kill(1))).isFalse();
    }

    @Test
    void shouldDoSomeFaultsAlone() {
        Reservations reservations = new Reservations(3);
        Claim alone = new Claim(List.of(1), 0, true);
        assertThat(reservations.reserve(kill(2))).isTrue();
        assertThat(reservations.reserve(alone)).isFalse();
        reservations.release(kill(2));
        assertThat(reservations.reserve(alone)).isTrue();
        assertThat(reservations.reserve(kill(3))).isFalse();
    }
}
