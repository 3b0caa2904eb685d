package menhir.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.chaos.check.ClusterTimeline.Window;
import org.junit.jupiter.api.Test;

class ClusterTimelineTest {
    private static final long END = 1_000;

    private static ClusterTimeline running(int slots) {
        ClusterTimeline timeline = new ClusterTimeline(slots);
        for (int node = 1; node <= slots; node++) {
            timeline.up(node, 0);
        }
        return timeline;
    }

    @Test
    void shouldSeeAMajorityOnlyWhileEnoughNodesRun() {
        ClusterTimeline timeline = running(3);
        timeline.down(1, 100);
        timeline.down(2, 200);
        timeline.up(1, 300);
        assertThat(timeline.windows(END)).containsExactly(new Window(0, 200), new Window(300, END));
    }

    @Test
    void shouldBeginANewWindowWithAnotherMajority() {
        ClusterTimeline timeline = running(3);
        timeline.down(3, 100);
        timeline.up(3, 200);
        timeline.down(1, 250);
        assertThat(timeline.windows(END)).containsExactly(new Window(0, 250), new Window(200, END));
    }

    @Test
    void shouldNotCountADiskThatHasForgotten() {
        ClusterTimeline timeline = running(3);
        timeline.forgot(1, 100);
        timeline.down(2, 200);
        timeline.remembers(1, 300);
        assertThat(timeline.windows(END)).containsExactly(new Window(0, 200), new Window(300, END));
    }

    @Test
    void shouldNeedBothDirectionsOfEachLinkOfTheMajority() {
        ClusterTimeline timeline = running(3);
        timeline.cut(1, 2, 100);
        timeline.cut(3, 2, 200);
        assertThat(timeline.windows(END)).containsExactly(new Window(0, END));
        timeline.cut(1, 3, 300);
        timeline.restored(3, 2, 400);
        assertThat(timeline.windows(END)).containsExactly(new Window(0, 300), new Window(400, END));
    }

    @Test
    void shouldNeedAllLinksWithinAMajorityOfFive() {
        ClusterTimeline timeline = running(5);
        timeline.down(4, 50);
        timeline.down(5, 50);
        timeline.cut(2, 3, 100);
        assertThat(timeline.windows(END)).containsExactly(new Window(0, 100));
        timeline.up(5, 200);
        assertThat(timeline.windows(END)).containsExactly(new Window(0, 100), new Window(200, END));
    }

    @Test
    void shouldIgnoreNodesWithoutSlots() {
        ClusterTimeline timeline = running(3);
        timeline.down(1, 100);
        timeline.up(4, 100);
        timeline.cut(2, 4, 150);
        timeline.down(2, 200);
        assertThat(timeline.windows(END)).isEqualTo(List.of(new Window(0, 200)));
    }
}
