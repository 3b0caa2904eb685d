package menhir.games.raffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.games.multicast.GroupView;
import menhir.games.raffle.DrawOutcome.Drawn;
import menhir.games.raffle.DrawOutcome.NotSubmitted;
import menhir.games.raffle.DrawOutcome.Unknown;
import menhir.games.raffle.ParticipantGroup.Node;
import org.junit.jupiter.api.Test;

/** Draws that clients ask for, and automatic draws. */
class RaffleDrawTest {
    private static final int DRAW_EVERY = 2;

    private final ParticipantGroup group = new ParticipantGroup();

    @Test
    void shouldReplyWithTheWinnerThatAllMembersDrew() {
        Node a = group.start("a", 0);
        Node b = group.start("b", 0);
        group.install(1, a, b);
        a.submit(500);

        List<DrawOutcome> outcomes = b.draw();
        group.tick(100);

        assertThat(outcomes).containsExactly(new Drawn(a.status().winners().get(0)));
        assertThat(b.status().winners()).isEqualTo(a.status().winners());
    }

    @Test
    void shouldReplyWithoutAWinnerWhenThereIsNoEntry() {
        assertThat(group.alone(0).draw()).containsExactly(new Drawn(null));
    }

    @Test
    void shouldNotSubmitADrawWhileNoViewIsInstalled() {
        Node node = group.start("a", 0);
        assertThat(node.draw()).containsExactly(new NotSubmitted());

        group.install(1, node);
        assertThat(node.draw()).containsExactly(new Drawn(null));
    }

    @Test
    void shouldReplyThatTheOutcomeIsUnknownWhenADrawIsNotDeliveredInTime() {
        Node a = group.start("a", 0);
        Node b = group.start("b", 0);
        group.install(1, a, b);
        group.isolated.add("b");
        List<DrawOutcome> outcomes = a.draw();

        group.tick(PendingDraws.TIMEOUT_MILLIS - 1);
        assertThat(outcomes).isEmpty();
        group.tick(1);
        assertThat(outcomes).containsExactly(new Unknown());

        group.isolated.clear();
        group.tick(1_000);
        group.tick(1_000);
        assertThat(a.status().position()).as("it is delivered after all").isEqualTo(1);
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void shouldReplyThatTheOutcomeIsUnknownWhenItCloses() {
        Node a = group.start("a", 0);
        Node b = group.start("b", 0);
        group.install(1, a, b);
        group.isolated.add("b");
        List<DrawOutcome> outcomes = a.draw();

        a.participant.close();

        assertThat(outcomes).containsExactly(new Unknown());
    }

    @Test
    void shouldLimitThePendingDraws() {
        Node a = group.start("a", 0);
        Node b = group.start("b", 0);
        group.install(1, a, b);
        group.isolated.add("b");
        for (int i = 0; i < PendingDraws.MAX_DRAWS; i++) {
            assertThat(a.draw()).isEmpty();
        }

        assertThat(a.draw()).containsExactly(new NotSubmitted());
    }

    @Test
    void shouldCompleteADrawThatItsNextIncarnationSends() {
        Node a = group.start("a", 0);
        Node b = group.start("b", 0);
        group.install(1, a, b);
        a.submit(100);
        group.isolated.add("b");
        b.submit(2_000);
        List<DrawOutcome> outcomes = b.draw();
        b.participant.onView(new GroupView(2, List.of(a.member())), b.member().incarnation(), group.now);
        group.isolated.clear();
        group.install(2, a);

        group.install(3, a, b);
        group.tick(300);

        assertThat(outcomes).containsExactly(new Drawn(b.status().winners().get(0)));
    }

    @Test
    void shouldDrawAutomaticallyOnceForTheGivenNumberOfEntries() {
        Node node = group.alone(DRAW_EVERY);
        node.submit(100);
        group.tick(100);
        group.tick(100);
        assertThat(node.status().winners()).isEmpty();

        node.submit(100);
        group.tick(100);
        group.tick(100);
        assertThat(node.status().winners()).hasSize(1);

        node.submit(199);
        group.tick(100);
        group.tick(100);
        assertThat(node.status().winners()).hasSize(1);
        node.submit(1);
        group.tick(100);
        group.tick(100);
        assertThat(node.status().winners()).hasSize(2);
    }

    @Test
    void shouldNotDrawAutomaticallyUnlessConfigured() {
        Node node = group.alone(0);
        node.submit(1_000);
        group.tick(100);
        group.tick(100);

        assertThat(node.status().winners()).isEmpty();
    }

    @Test
    void shouldLeaveAutomaticDrawsToTheFirstMember() {
        Node a = group.start("a", 0);
        Node b = group.start("b", DRAW_EVERY);
        group.install(1, a, b);
        b.submit(1_000);
        group.tick(100);
        group.tick(100);
        assertThat(b.status().winners()).isEmpty();

        group.nodes.remove("a");
        group.install(2, b);
        group.tick(100);
        group.tick(100);

        assertThat(b.status().winners()).hasSize(1);
    }

    @Test
    void shouldSubmitAnAutomaticDrawOnceAlthoughItIsDeliveredInTheNextView() {
        Node a = group.start("a", DRAW_EVERY);
        Node b = group.start("b", DRAW_EVERY);
        group.install(1, a, b);
        a.submit(2 * Raffle.EVERY);
        group.isolated.add("b");
        group.tick(100);
        group.tick(100);
        group.tick(100);
        assertThat(a.status().winners()).as("submitted, not delivered").isEmpty();

        group.isolated.clear();
        group.install(2, a, b);
        group.tick(100);
        group.tick(100);
        group.tick(300);

        assertThat(a.status().winners()).hasSize(1);
        assertThat(a.status().position()).as("requests and draws").isEqualTo(2 * Raffle.EVERY + 1);
        assertThat(b.status().winners()).isEqualTo(a.status().winners());
    }
}
