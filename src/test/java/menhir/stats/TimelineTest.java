package menhir.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import menhir.cluster.NodeView;
import menhir.service.LeaderContact;
import menhir.service.StoreService.ClusterView;
import menhir.service.StoreService.ReplicaView;
import menhir.service.StoreService.StoreView;
import menhir.stats.TimelineEntry.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happened in a cluster of three nodes, as one of them saw it. */
class TimelineTest {
    private final NodeStats stats = new NodeStats(List.of("stocks", "books"), 0, 0);
    private long known;

    private static NodeView node(String name, long pid, String status) {
        return new NodeView(name, name + ":2551", name + ":8080", pid, status, null, List.of());
    }

    private static StoreView store(String name, @Nullable String leader, long epoch, ReplicaView... replicas) {
        return new StoreView(name, leader, epoch, 9, 9, 0, List.of(replicas));
    }

    private static ReplicaView replica(int slot, String state, @Nullable Long lag) {
        return new ReplicaView(slot, "n" + slot, state, 9, lag, null, state.equals("failed") ? "disk full" : null);
    }

    private void see(long millis, NodeView... nodes) {
        stats.see(new ClusterView(List.of(nodes), List.of()), Map.of(), millis);
    }

    private void see(long millis, StoreView store, LeaderContact heard) {
        stats.see(new ClusterView(List.of(), List.of(store)), Map.of(store.store(), heard), millis);
    }

    private List<TimelineEntry> added() {
        NodeStats.View view = stats.view(0, known);
        known = view.lastEntry();
        return view.timeline();
    }

    @Test
    void shouldTellWhichNodeIsDownAndForHowLongItWas() {
        see(0, node("n1", 1, "up"), node("n2", 2, "up"));
        assertThat(added())
                .extracting(TimelineEntry::kind, TimelineEntry::node)
                .containsExactly(tuple(Kind.NODE_UP, "n1"), tuple(Kind.NODE_UP, "n2"));

        see(1_000, node("n1", 1, "up"), node("n2", 2, "unreachable"));
        see(2_000, node("n1", 1, "up"), node("n2", 2, "gone"));
        see(7_000, node("n1", 1, "up"), node("n2", 3, "joining"));
        assertThat(added())
                .extracting(TimelineEntry::kind, TimelineEntry::node, TimelineEntry::detail)
                .containsExactly(tuple(Kind.NODE_DOWN, "n2", "unreachable"));

        see(8_000, node("n1", 1, "up"), node("n2", 3, "up"));
        see(9_000, node("n1", 1, "up"), node("n2", 3, "up"));
        assertThat(added())
                .extracting(TimelineEntry::kind, TimelineEntry::node, TimelineEntry::durationMillis)
                .containsExactly(tuple(Kind.NODE_UP, "n2", 7_000L));
    }

    @Test
    void shouldTellOfANodeThatWasRestartedBetweenTwoLooks() {
        see(0, node("n1", 1, "up"));
        see(1_000, node("n1", 2, "up"));

        assertThat(added()).extracting(TimelineEntry::kind).containsExactly(Kind.NODE_UP, Kind.NODE_UP);
    }

    @Test
    void shouldTellOfANewLeaderOnceAndForHowLongNoneWasHeard() {
        see(0, store("stocks", "n1", 3), new LeaderContact(3, 0, 0));
        see(1_000, store("stocks", "n1", 3), new LeaderContact(3, 200, 0));
        assertThat(added())
                .extracting(TimelineEntry::kind, TimelineEntry::node, TimelineEntry::durationMillis)
                .containsExactly(tuple(Kind.LEADER, "n1", null));

        // The view is older than what the front-end heard: it does not name the new leader yet.
        see(2_000, store("stocks", null, 0), new LeaderContact(3, 1_100, 0));
        see(3_000, store("stocks", "n1", 3), new LeaderContact(5, 10, 1_400));
        assertThat(added()).isEmpty();
        see(4_000, store("stocks", "n2", 5), new LeaderContact(5, 30, 1_400));
        assertThat(added())
                .extracting(
                        TimelineEntry::kind,
                        TimelineEntry::node,
                        TimelineEntry::store,
                        TimelineEntry::durationMillis,
                        TimelineEntry::detail)
                .containsExactly(tuple(Kind.LEADER, "n2", "stocks", 1_400L, "5"));
    }

    @Test
    void shouldWaitForTheFrontEndBeforeItTellsOfALeader() {
        see(0, store("stocks", "n1", 3), new LeaderContact(3, 0, 0));
        added();
        see(1_000, store("stocks", "n2", 5), new LeaderContact(3, 900, 0));
        assertThat(added()).isEmpty();
        see(2_000, store("stocks", "n2", 5), new LeaderContact(5, 0, 1_200));
        assertThat(added()).extracting(TimelineEntry::durationMillis).containsExactly(1_200L);
    }

    @Test
    void shouldTellWhenAllReplicasOfANodeAreInStepAgain() {
        LeaderContact heard = LeaderContact.NONE;
        see(0, store("stocks", "n1", 3, replica(2, "member", 0L)), heard);
        see(0, store("books", "n1", 3, replica(2, "member", 0L)), heard);
        see(1_000, store("stocks", "n1", 3, replica(2, "down", null)), heard);
        see(1_500, store("books", "n1", 3, replica(2, "blank", 4L)), heard);
        see(2_000, store("stocks", "n1", 3, replica(2, "member", 5_000L)), heard);
        see(3_000, store("stocks", "n1", 3, replica(2, "member", 3L)), heard);
        // Nobody can tell without a leader.
        see(3_000, store("books", null, 0, replica(2, "member", null)), heard);
        assertThat(added()).isEmpty();

        see(4_000, store("books", "n1", 3, replica(2, "member", 0L)), heard);
        see(5_000, store("books", "n1", 3, replica(2, "member", 0L)), heard);
        assertThat(added())
                .extracting(TimelineEntry::kind, TimelineEntry::node, TimelineEntry::durationMillis)
                .containsExactly(tuple(Kind.CAUGHT_UP, "n2", 3_000L));
    }

    @Test
    void shouldTellOnceWhyAReplicaFailed() {
        see(0, store("stocks", null, 0, replica(1, "failed", null)), LeaderContact.NONE);
        see(1_000, store("stocks", null, 0, replica(1, "failed", null)), LeaderContact.NONE);

        assertThat(added())
                .extracting(TimelineEntry::kind, TimelineEntry::store, TimelineEntry::detail)
                .containsExactly(tuple(Kind.REPLICA_FAILED, "stocks", "disk full"));
    }

    @Test
    void shouldKeepTheNewestEntriesAndLeaveMostOfThemToTheCluster() {
        see(0, node("n1", 1, "up"));
        for (int i = 0; i < 500; i++) {
            stats.administered("POST /restock", "id-" + i, 200, i);
        }
        assertThat(stats.view(0, 0).timeline())
                .hasSize(1 + Timeline.MAX_ADMINISTRATION)
                .first()
                .matches(entry -> entry.kind() == Kind.NODE_UP);
        for (int i = 0; i < 500; i++) {
            see(i, node("n1", i + 2, "up"));
        }
        List<TimelineEntry> kept = stats.view(0, 0).timeline();
        assertThat(kept).hasSize(Timeline.MAX_ENTRIES).allMatch(entry -> entry.kind() == Kind.NODE_UP);
        assertThat(kept.get(kept.size() - 1).number()).isEqualTo(1_001);
        for (int i = 0; i < Timeline.MAX_ADMINISTRATION; i++) {
            stats.administered("POST /restock", "id-" + i, 200, i);
        }
        assertThat(stats.view(0, 0).timeline().stream().filter(entry -> entry.kind() == Kind.ADMINISTRATION))
                .hasSize(Timeline.MAX_ADMINISTRATION);
    }
}
