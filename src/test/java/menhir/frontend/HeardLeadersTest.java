package menhir.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import menhir.service.LeaderContact;
import org.junit.jupiter.api.Test;

class HeardLeadersTest {
    private final List<Long> changes = new ArrayList<>();
    private final HeardLeaders heard = new HeardLeaders(changes::add);

    @Test
    void shouldCallTheFirstLeaderNoChange() {
        heard.heard(7, 1_000);

        assertThat(changes).isEmpty();
        assertThat(heard.contact(1_200)).isEqualTo(new LeaderContact(7, 200, 0));
    }

    @Test
    void shouldMeasureForHowLongNoLeaderWasHeard() {
        heard.heard(7, 1_000);
        heard.heard(7, 1_500);
        heard.heard(9, 2_200);
        heard.heard(9, 2_300);

        assertThat(changes).containsExactly(700L);
        assertThat(heard.contact(2_300)).isEqualTo(new LeaderContact(9, 0, 700));
    }

    @Test
    void shouldIgnoreWhatAReplacedLeaderSendsLate() {
        heard.heard(7, 1_000);
        heard.heard(9, 2_000);
        heard.heard(7, 2_500);

        assertThat(changes).containsExactly(1_000L);
        assertThat(heard.contact(3_000).silentMillis()).isEqualTo(1_000);
    }
}
