package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import menhir.games.node.ClientCounts.Count;
import org.junit.jupiter.api.Test;

/** Clients are dispatched to the live front-end with the fewest clients. */
class ClientCountsTest {
    private final ClientCounts counts = new ClientCounts();

    @Test
    void shouldSpreadClientsEvenly() {
        counts.retainLive(List.of("a", "b", "c"));

        for (int i = 0; i < 30; i++) {
            counts.dispatch();
        }

        assertThat(counts.all().values()).containsOnly(new Count(10, 0));
    }

    @Test
    void shouldNotDispatchToADeadFrontEndAndForgetItsClients() {
        counts.retainLive(List.of("a", "b"));
        counts.dispatch();
        counts.dispatch();

        counts.retainLive(List.of("b"));

        assertThat(counts.dispatch()).isEqualTo("b");
        assertThat(counts.change("a", -1, 0)).isFalse();
        counts.retainLive(List.of("a", "b"));
        assertThat(counts.dispatch()).as("it returns without clients").isEqualTo("a");
    }

    @Test
    void shouldCountAClientOnceThatWasDispatchedAndRegisters() {
        counts.retainLive(List.of("a", "b"));

        counts.change(String.valueOf(counts.dispatch()), 0, 1);

        assertThat(counts.dispatch()).isEqualTo("b");
        assertThat(counts.all()).isEqualTo(Map.of("a", new Count(1, 1), "b", new Count(1, 0)));
    }

    @Test
    void shouldNotCountBelowZero() {
        counts.retainLive(List.of("a", "b"));
        counts.change("a", -5, -5);

        counts.dispatch();

        assertThat(counts.all()).isEqualTo(Map.of("a", new Count(1, 0), "b", new Count(0, 0)));
    }

    @Test
    void shouldNotDispatchWithoutALiveFrontEnd() {
        assertThat(counts.dispatch()).isNull();
    }

    @Test
    void shouldAddEarlierCounts() {
        counts.retainLive(List.of("a", "b"));
        counts.dispatch();

        counts.addAll(Map.of("a", new Count(3, 1), "dead", new Count(9, 9)));

        assertThat(counts.all()).isEqualTo(Map.of("a", new Count(4, 1), "b", new Count(0, 0)));
    }
}
