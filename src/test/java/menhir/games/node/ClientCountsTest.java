package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import menhir.games.node.ClientCounts.Count;
import org.junit.jupiter.api.Test;

/** Clients are sent where the fewest are. */
class ClientCountsTest {
    private final ClientCounts counts = new ClientCounts();

    @Test
    void shouldSpreadClientsEvenly() {
        counts.live(List.of("a", "b", "c"));

        for (int i = 0; i < 30; i++) {
            counts.send();
        }

        assertThat(counts.all().values()).containsOnly(new Count(10, 0));
    }

    @Test
    void shouldSendNobodyToADeadFrontEndAndForgetItsClients() {
        counts.live(List.of("a", "b"));
        counts.send();
        counts.send();

        counts.live(List.of("b"));

        assertThat(counts.send()).isEqualTo("b");
        assertThat(counts.change("a", -1, 0)).isFalse();
        counts.live(List.of("a", "b"));
        assertThat(counts.send()).as("it comes back without clients").isEqualTo("a");
    }

    @Test
    void shouldCountAClientOnceThatWasSentAndRegisters() {
        counts.live(List.of("a", "b"));

        counts.change(String.valueOf(counts.send()), 0, 1);

        assertThat(counts.send()).isEqualTo("b");
        assertThat(counts.all()).isEqualTo(Map.of("a", new Count(1, 1), "b", new Count(1, 0)));
    }

    @Test
    void shouldNotCountBelowNothing() {
        counts.live(List.of("a", "b"));
        counts.change("a", -5, -5);

        counts.send();

        assertThat(counts.all()).isEqualTo(Map.of("a", new Count(1, 0), "b", new Count(0, 0)));
    }

    @Test
    void shouldHaveNowhereToSendWhenNobodyIsThere() {
        assertThat(counts.send()).isNull();
    }

    @Test
    void shouldAddWhatWasCountedBefore() {
        counts.live(List.of("a", "b"));
        counts.send();

        counts.add(Map.of("a", new Count(3, 1), "dead", new Count(9, 9)));

        assertThat(counts.all()).isEqualTo(Map.of("a", new Count(4, 1), "b", new Count(0, 0)));
    }
}
