package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import menhir.games.node.ClientCounts.Count;
import org.junit.jupiter.api.Test;

/** The counts across dispatchers: recovery, publication, and the proxies' copies. */
class DispatcherCountsTest {
    private static final List<String> LIVE = List.of("a", "b");

    private final DispatcherCounts dispatcher = new DispatcherCounts();

    private void recover(DispatcherCounts counts) {
        for (int i = 0; i < DispatcherCounts.RECOVERY_TICKS; i++) {
            assertThat(counts.tick(LIVE)).isNull();
        }
    }

    private static CountsSnapshot snapshot(long version, long a, long b) {
        return new CountsSnapshot(version, Map.of("a", new Count(a, 0), "b", new Count(b, 0)));
    }

    @Test
    void shouldDispatchWhileItRecoversAndThenAddTheNewestSnapshot() {
        dispatcher.onSnapshot(snapshot(4, 9, 9));
        dispatcher.onSnapshot(snapshot(7, 5, 0));
        dispatcher.onSnapshot(snapshot(6, 9, 9));
        assertThat(dispatcher.dispatch(LIVE)).isEqualTo("a");

        recover(dispatcher);

        assertThat(dispatcher.tick(LIVE)).isEqualTo(snapshot(8, 6, 0));
        for (int i = 0; i < 6; i++) {
            assertThat(dispatcher.dispatch(LIVE)).isEqualTo("b");
        }
        assertThat(dispatcher.dispatch(LIVE)).isEqualTo("a");
    }

    @Test
    void shouldIgnoreASnapshotAfterTheRecovery() {
        recover(dispatcher);
        dispatcher.onSnapshot(snapshot(99, 9, 0));

        assertThat(dispatcher.tick(LIVE)).isEqualTo(snapshot(1, 0, 0));
    }

    @Test
    void shouldPublishOnlyChanges() {
        recover(dispatcher);
        assertThat(dispatcher.tick(LIVE)).isEqualTo(snapshot(1, 0, 0));
        assertThat(dispatcher.tick(LIVE)).isNull();

        dispatcher.dispatch(LIVE);
        dispatcher.change("b", 0, 2, LIVE);

        assertThat(dispatcher.tick(LIVE))
                .isEqualTo(new CountsSnapshot(2, Map.of("a", new Count(1, 0), "b", new Count(0, 2))));
        assertThat(dispatcher.tick(LIVE)).isNull();
    }

    @Test
    void shouldForgetTheClientsOfADeadFrontEnd() {
        recover(dispatcher);
        dispatcher.change("a", 3, 3, LIVE);

        assertThat(dispatcher.dispatch(List.of("b"))).isEqualTo("b");
        assertThat(dispatcher.change("a", -1, 0, List.of("b"))).isFalse();

        assertThat(dispatcher.tick(LIVE)).isEqualTo(snapshot(1, 0, 1));
    }

    @Test
    void shouldNotRecoverTheClientsOfADeadFrontEnd() {
        dispatcher.onSnapshot(snapshot(1, 3, 4));
        for (int i = 0; i < DispatcherCounts.RECOVERY_TICKS; i++) {
            dispatcher.tick(List.of("b"));
        }

        assertThat(dispatcher.tick(LIVE)).isEqualTo(snapshot(2, 0, 4));
    }

    @Test
    void shouldSurviveAChangeOfDispatchersThroughAProxy() {
        FallbackCounts proxy = new FallbackCounts();
        recover(dispatcher);
        for (int i = 0; i < 5; i++) {
            dispatcher.dispatch(LIVE);
        }
        proxy.onSnapshot(Objects.requireNonNull(dispatcher.tick(LIVE)), LIVE);
        assertThat(proxy.dispatch(LIVE)).as("without a dispatcher").isEqualTo("b");
        assertThat(proxy.change("a", -2, 0, LIVE)).isTrue();
        assertThat(proxy.change("dead", 1, 0, LIVE)).isFalse();

        DispatcherCounts next = new DispatcherCounts();
        next.onSnapshot(proxy.snapshot());
        recover(next);

        assertThat(next.tick(LIVE)).isEqualTo(snapshot(2, 1, 3));
    }

    @Test
    void shouldReplaceAProxysOwnChangesByTheNextSnapshot() {
        FallbackCounts proxy = new FallbackCounts();
        proxy.dispatch(LIVE);

        proxy.onSnapshot(new CountsSnapshot(3, Map.of("b", new Count(2, 0), "dead", new Count(8, 0))), LIVE);

        assertThat(proxy.snapshot()).isEqualTo(snapshot(3, 0, 2));
        assertThat(proxy.dispatch(List.of())).isNull();
    }
}
