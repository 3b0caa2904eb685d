package menhir.games.raffle;

import static menhir.games.raffle.RaffleParticipant.ANNOUNCE_MILLIS;
import static menhir.games.raffle.RaffleParticipant.LOOKUP_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import menhir.games.multicast.GroupView;
import menhir.games.multicast.Member;
import menhir.games.multicast.Packet;
import menhir.games.raffle.ParticipantGroup.Node;
import org.junit.jupiter.api.Test;

/** Announcements, lookups and rejoining of a participant. */
class RaffleParticipantTest {
    private final ParticipantGroup group = new ParticipantGroup();

    @Test
    void shouldAnnounceItselfAndLookUpTheViewPeriodically() {
        Node node = group.start("a", 0);
        group.tick(0);
        assertThat(node.announced).containsExactly(node.member());
        assertThat(node.lookups).isEqualTo(1);
        node.participant.onNoView();

        group.tick(LOOKUP_MILLIS - 1);
        assertThat(node.lookups).isEqualTo(1);
        group.tick(1);
        assertThat(node.lookups).isEqualTo(2);
        group.tick(ANNOUNCE_MILLIS - LOOKUP_MILLIS - 1);
        assertThat(node.announced).hasSize(1);
        group.tick(1);
        assertThat(node.announced).hasSize(2);
    }

    @Test
    void shouldNotLookUpAgainWhileALookupIsInProgress() {
        Node node = group.start("a", 0);
        for (int i = 0; i < 10; i++) {
            group.tick(LOOKUP_MILLIS);
        }
        assertThat(node.lookups).isEqualTo(1);

        node.participant.onNoView();
        group.tick(0);
        assertThat(node.lookups).isEqualTo(2);
    }

    @Test
    void shouldWaitToBeAdmittedWhileTheViewIsOlderThanItself() {
        Node node = group.start("a", 0);
        Member self = node.member();

        node.participant.onView(new GroupView(7, List.of(new Member("b", 1))), self.incarnation() - 1, group.now);

        assertThat(node.member()).isEqualTo(self);
        assertThat(node.retired).isEmpty();
        assertThat(node.status().view()).isZero();
        assertThat(node.status().installed()).isFalse();
    }

    @Test
    void shouldRejoinAsALaterIncarnationWithItsUnsentRequestsWhenExcluded() {
        Node a = group.start("a", 0);
        Node b = group.start("b", 0);
        group.install(1, a, b);
        Member before = b.member();
        group.isolated.add("b");
        b.announced.clear();
        // More than the window takes: some of them are never sent.
        b.submit(2_000);

        b.participant.onView(new GroupView(2, List.of(a.member())), before.incarnation(), group.now);

        assertThat(b.retired).containsExactly(before);
        assertThat(b.member().incarnation()).isGreaterThan(before.incarnation());
        assertThat(b.announced).as("it does not wait for its next announcement").containsExactly(b.member());
        assertThat(b.status().installed()).isFalse();

        group.isolated.clear();
        group.install(2, a);
        group.install(3, a, b);
        assertThat(b.installed).containsExactly(1L, 3L);
        long window = 4 * 256;
        assertThat(a.status().requests()).isEqualTo(2_000 - window);
        assertThat(b.status())
                .usingRecursiveComparison()
                .ignoringFields("member")
                .isEqualTo(a.status());
    }

    /** For example after a restart with the wall clock set back: no view would ever admit the new incarnation. */
    @Test
    void shouldStartALaterIncarnationThanAnyMemberBefore() {
        Node node = group.start("a", 0);
        long latest = node.member().incarnation() + 5_000;

        node.participant.onView(new GroupView(7, List.of(new Member("b", 1))), latest, group.now);

        assertThat(node.member().incarnation()).isEqualTo(latest + 1);
        assertThat(node.announced).containsExactly(node.member());
        node.participant.onView(new GroupView(8, List.of(new Member("b", 1))), latest, group.now);
        assertThat(node.member().incarnation()).isEqualTo(latest + 1);
    }

    @Test
    void shouldShowTheRaffleOfThePreviousMemberUntilItHasRejoined() {
        Node a = group.start("a", 0);
        Node b = group.start("b", 0);
        group.install(1, a, b);
        a.submit(150);
        group.tick(100);
        RaffleStatus before = b.status();
        assertThat(before.position()).isEqualTo(150);

        b.participant.onView(new GroupView(2, List.of(a.member())), b.member().incarnation(), group.now);

        RaffleStatus excluded = b.status();
        assertThat(excluded.installed()).isFalse();
        assertThat(excluded.firstView()).isEqualTo(before.firstView());
        assertThat(excluded.position()).isEqualTo(before.position());
        assertThat(excluded.digest()).isEqualTo(before.digest());
        assertThat(excluded.entries()).isEqualTo(before.entries());
    }

    @Test
    void shouldStartANewRaffleWhenTheOrderStartsAgain() {
        Node node = group.alone(0);
        node.submit(200);
        assertThat(node.status().entries()).hasSize(2);
        node.participant.onView(
                new GroupView(2, List.of(new Member("b", 1))), node.member().incarnation(), group.now);

        group.install(3, node);

        assertThat(node.status().firstView()).isEqualTo(3);
        assertThat(node.status().position()).isZero();
        assertThat(node.status().requests()).isZero();
        assertThat(node.status().entries()).isEmpty();
        assertThat(node.status().digest()).isEqualTo(new Raffle().digest());
    }

    @Test
    void shouldIgnorePacketsOfStrangersAndOfEarlierViews() {
        Node a = group.start("a", 0);
        Node b = group.start("b", 0);
        group.install(1, a, b);
        List<Runnable> late = new ArrayList<>();
        b.participant.submit("elate");
        b.participant.flush(group.now);
        late.addAll(group.inFlight);
        group.inFlight.clear();
        group.install(2, a, b);
        group.tick(1_000);
        RaffleStatus before = a.status();
        assertThat(before.requests()).isEqualTo(1);

        late.forEach(Runnable::run);
        a.participant.onPacket(new Packet(2, new Member("stranger", 1), 1, List.of(), 0), group.now);
        a.participant.onPacket(new Packet(2, new Member("b", 1), 1, List.of(), 99), group.now);
        group.deliverAll();

        assertThat(a.status()).isEqualTo(before);
    }
}
