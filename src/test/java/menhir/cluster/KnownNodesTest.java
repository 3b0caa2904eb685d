package menhir.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownNodesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final KnownNodes known = new KnownNodes();

    private static NodeView node(String name, String status) {
        return new NodeView(name, "menhir@" + name + ":1", name + ":80", 7, status, null, List.of());
    }

    private List<NodeView> after(long seconds, NodeView... members) {
        return known.update(() -> List.of(members), START.plusSeconds(seconds));
    }

    @Test
    void shouldListMembersByNameWithoutATime() {
        assertThat(after(0, node("b", "up"), node("a", "joining")))
                .extracting(NodeView::node, NodeView::status, NodeView::since)
                .containsExactly(tuple("a", "joining", null), tuple("b", "up", null));
    }

    @Test
    void shouldTellSinceWhenANodeIsNotReachedAndKeepItWhenItIsRemoved() {
        after(0, node("a", "up"), node("b", "up"));

        assertThat(after(5, node("a", "up"), node("b", "unreachable")).get(1).since())
                .isEqualTo("2026-01-01T00:00:05Z");
        assertThat(after(9, node("a", "up"), node("b", "unreachable")).get(1).since())
                .isEqualTo("2026-01-01T00:00:05Z");
        assertThat(after(12, node("a", "up")))
                .extracting(NodeView::node, NodeView::status, NodeView::since, NodeView::http)
                .containsExactly(tuple("a", "up", null, "a:80"), tuple("b", "gone", "2026-01-01T00:00:05Z", "b:80"));
    }

    @Test
    void shouldTellSinceWhenANodeIsGoneThatWasRemovedAtOnce() {
        after(0, node("a", "up"), node("b", "up"));
        after(5, node("a", "up"));

        assertThat(after(6, node("a", "up")).get(1).since()).isEqualTo("2026-01-01T00:00:05Z");
    }

    @Test
    void shouldForgetTheTimeWhenTheNodeIsBack() {
        after(0, node("a", "up"), node("b", "up"));
        after(5, node("b", "up"));

        assertThat(after(6, node("a", "up"), node("b", "up")))
                .extracting(NodeView::status, NodeView::since)
                .containsExactly(tuple("up", null), tuple("up", null));
        assertThat(after(8, node("b", "up")).get(0).since()).isEqualTo("2026-01-01T00:00:08Z");
    }

    @Test
    void shouldForgetNothingBetweenTwoSessionsInTheCluster() {
        after(0, node("a", "up"), node("b", "up"));
        after(5, node("a", "up"));

        assertThat(after(9)).extracting(NodeView::status).containsExactly("up", "gone");
        assertThat(after(9).get(1).since()).isEqualTo("2026-01-01T00:00:05Z");
    }

    @Test
    void shouldTellWhoHasASlotOrHadItLast() {
        NodeView old =
                new NodeView("a", "menhir@a:1", "a:80", 7, "up", null, List.of("http", NodeRoles.displayedSlot(2)));
        NodeView other = new NodeView("b", "menhir@b:1", "b:80", 8, "up", null, List.of("http"));
        after(0, old, other);
        after(5, other);
        assertThat(known.withSlot(2)).isEqualTo("a");
        assertThat(known.withSlot(3)).isNull();

        after(
                9,
                new NodeView("c", "menhir@c:1", "c:80", 9, "up", null, List.of("http", NodeRoles.displayedSlot(2))),
                other);
        assertThat(known.withSlot(2)).isEqualTo("c");
    }
}
