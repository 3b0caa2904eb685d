package menhir.games.raffle;

import static menhir.games.raffle.RaffleParticipant.ANNOUNCE_MILLIS;
import static menhir.games.raffle.RaffleParticipant.LOOKUP_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import menhir.games.multicast.GroupView;
import menhir.games.multicast.Member;
import menhir.games.multicast.MulticastLimits;
import menhir.games.multicast.Packet;
import menhir.games.raffle.DrawOutcome.Drawn;
import menhir.games.raffle.DrawOutcome.NotSubmitted;
import menhir.games.raffle.DrawOutcome.Unknown;
import org.junit.jupiter.api.Test;

/** Announcements, lookups, rejoining and draws of a participant, on a network without faults. */
class RaffleParticipantTest {
    private static final int DRAW_EVERY = 2;

    private final Map<String, Node> nodes = new TreeMap<>();
    private final Deque<Runnable> inFlight = new ArrayDeque<>();
    private final Set<String> isolated = new HashSet<>();
    private long now = -1_000;
    private long wallClock = 1_000;

    /** A participant and what it did. */
    private final class Node implements RaffleParticipant.Output {
        final String name;
        final RaffleParticipant participant;
        final List<Member> announced = new ArrayList<>();
        final List<Long> installed = new ArrayList<>();
        final List<Member> retired = new ArrayList<>();
        int lookups;

        Node(String name, int drawEvery) {
            this.name = name;
            this.participant = new RaffleParticipant(
                    name, drawEvery, MulticastLimits.standard(), () -> wallClock, new SplittableRandom(1), this);
            nodes.put(name, this);
        }

        @Override
        public void send(Member to, Packet packet) {
            inFlight.add(() -> {
                Node receiver = nodes.get(to.name());
                if (receiver != null && !isolated.contains(name) && !isolated.contains(to.name())) {
                    receiver.participant.onPacket(packet, now);
                }
            });
        }

        @Override
        public void announce(Member member) {
            announced.add(member);
        }

        @Override
        public void lookUpView() {
            lookups++;
        }

        @Override
        public void viewInstalled(GroupView view) {
            installed.add(view.number());
        }

        @Override
        public void memberRetired(Member member, String reason) {
            retired.add(member);
        }

        Member member() {
            String[] parts = status().member().split("#", 2);
            return new Member(parts[0], Long.parseLong(parts[1]));
        }

        RaffleStatus status() {
            return participant.status(100, 0);
        }

        void submit(int requests) {
            for (int i = 0; i < requests; i++) {
                assertThat(participant.submit(new RaffleRequest.Entrant(name + " " + i).text()))
                        .isTrue();
            }
            participant.flush(now);
            deliverAll();
        }

        List<DrawOutcome> draw() {
            List<DrawOutcome> outcomes = new ArrayList<>();
            participant.draw(outcomes::add, now);
            deliverAll();
            return outcomes;
        }
    }

    private void deliverAll() {
        for (Runnable packet = inFlight.poll(); packet != null; packet = inFlight.poll()) {
            packet.run();
        }
    }

    private void tick(long millis) {
        now += millis;
        nodes.values().forEach(node -> node.participant.tick(now));
        deliverAll();
    }

    private Node node(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }

    /** All members learn of a view. */
    private void install(long number, Node... members) {
        GroupView view =
                new GroupView(number, Arrays.stream(members).map(Node::member).toList());
        for (Node each : members) {
            each.participant.onView(view, each.member().incarnation(), now);
        }
        deliverAll();
    }

    private Node alone(int drawEvery) {
        Node node = new Node("a", drawEvery);
        install(1, node);
        return node;
    }

    // ---- group membership -------------------------------------------------------------------------------------------

    @Test
    void shouldAnnounceItselfAndLookUpTheViewPeriodically() {
        Node node = new Node("a", 0);
        tick(0);
        assertThat(node.announced).containsExactly(node.member());
        assertThat(node.lookups).isEqualTo(1);
        node.participant.onNoView();

        tick(LOOKUP_MILLIS - 1);
        assertThat(node.lookups).isEqualTo(1);
        tick(1);
        assertThat(node.lookups).isEqualTo(2);
        tick(ANNOUNCE_MILLIS - LOOKUP_MILLIS - 1);
        assertThat(node.announced).hasSize(1);
        tick(1);
        assertThat(node.announced).hasSize(2);
    }

    @Test
    void shouldNotLookUpAgainWhileALookupIsInProgress() {
        Node node = new Node("a", 0);
        for (int i = 0; i < 10; i++) {
            tick(LOOKUP_MILLIS);
        }
        assertThat(node.lookups).isEqualTo(1);

        node.participant.onNoView();
        tick(0);
        assertThat(node.lookups).isEqualTo(2);
    }

    @Test
    void shouldWaitToBeAdmittedWhileTheViewIsOlderThanItself() {
        Node node = new Node("a", 0);
        Member self = node.member();

        node.participant.onView(new GroupView(7, List.of(new Member("b", 1))), self.incarnation() - 1, now);

        assertThat(node.member()).isEqualTo(self);
        assertThat(node.retired).isEmpty();
        assertThat(node.status().view()).isZero();
        assertThat(node.status().installed()).isFalse();
    }

    @Test
    void shouldRejoinAsALaterIncarnationWithItsUnsentRequestsWhenExcluded() {
        Node a = new Node("a", 0);
        Node b = new Node("b", 0);
        install(1, a, b);
        Member before = b.member();
        isolated.add("b");
        b.announced.clear();
        // More than the window takes: some of them are never sent.
        b.submit(2_000);

        b.participant.onView(new GroupView(2, List.of(a.member())), before.incarnation(), now);

        assertThat(b.retired).containsExactly(before);
        assertThat(b.member().incarnation()).isGreaterThan(before.incarnation());
        assertThat(b.announced).as("it does not wait for its next announcement").containsExactly(b.member());
        assertThat(b.status().installed()).isFalse();

        isolated.clear();
        install(2, a);
        install(3, a, b);
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
        Node node = new Node("a", 0);
        long latest = node.member().incarnation() + 5_000;

        node.participant.onView(new GroupView(7, List.of(new Member("b", 1))), latest, now);

        assertThat(node.member().incarnation()).isEqualTo(latest + 1);
        assertThat(node.announced).containsExactly(node.member());
        node.participant.onView(new GroupView(8, List.of(new Member("b", 1))), latest, now);
        assertThat(node.member().incarnation()).isEqualTo(latest + 1);
    }

    @Test
    void shouldShowTheRaffleOfThePreviousMemberUntilItHasRejoined() {
        Node a = new Node("a", 0);
        Node b = new Node("b", 0);
        install(1, a, b);
        a.submit(150);
        tick(100);
        RaffleStatus before = b.status();
        assertThat(before.position()).isEqualTo(150);

        b.participant.onView(new GroupView(2, List.of(a.member())), b.member().incarnation(), now);

        RaffleStatus excluded = b.status();
        assertThat(excluded.installed()).isFalse();
        assertThat(excluded.firstView()).isEqualTo(before.firstView());
        assertThat(excluded.position()).isEqualTo(before.position());
        assertThat(excluded.digest()).isEqualTo(before.digest());
        assertThat(excluded.entries()).isEqualTo(before.entries());
    }

    @Test
    void shouldStartANewRaffleWhenTheOrderStartsAgain() {
        Node node = alone(0);
        node.submit(200);
        assertThat(node.status().entries()).hasSize(2);
        node.participant.onView(
                new GroupView(2, List.of(new Member("b", 1))), node.member().incarnation(), now);

        install(3, node);

        assertThat(node.status().firstView()).isEqualTo(3);
        assertThat(node.status().position()).isZero();
        assertThat(node.status().requests()).isZero();
        assertThat(node.status().entries()).isEmpty();
        assertThat(node.status().digest()).isEqualTo(new Raffle().digest());
    }

    @Test
    void shouldIgnorePacketsOfStrangersAndOfEarlierViews() {
        Node a = new Node("a", 0);
        Node b = new Node("b", 0);
        install(1, a, b);
        List<Runnable> late = new ArrayList<>();
        b.participant.submit("elate");
        b.participant.flush(now);
        late.addAll(inFlight);
        inFlight.clear();
        install(2, a, b);
        tick(1_000);
        RaffleStatus before = a.status();
        assertThat(before.requests()).isEqualTo(1);

        late.forEach(Runnable::run);
        a.participant.onPacket(new Packet(2, new Member("stranger", 1), 1, List.of(), 0), now);
        a.participant.onPacket(new Packet(2, new Member("b", 1), 1, List.of(), 99), now);
        deliverAll();

        assertThat(a.status()).isEqualTo(before);
    }

    // ---- draws ------------------------------------------------------------------------------------------------------

    @Test
    void shouldReplyWithTheWinnerThatAllMembersDrew() {
        Node a = new Node("a", 0);
        Node b = new Node("b", 0);
        install(1, a, b);
        a.submit(500);

        List<DrawOutcome> outcomes = b.draw();
        tick(100);

        assertThat(outcomes).containsExactly(new Drawn(a.status().winners().get(0)));
        assertThat(b.status().winners()).isEqualTo(a.status().winners());
    }

    @Test
    void shouldReplyWithoutAWinnerWhenThereIsNoEntry() {
        assertThat(alone(0).draw()).containsExactly(new Drawn(null));
    }

    @Test
    void shouldNotSubmitADrawWhileNoViewIsInstalled() {
        Node node = new Node("a", 0);
        assertThat(node.draw()).containsExactly(new NotSubmitted());

        install(1, node);
        assertThat(node.draw()).containsExactly(new Drawn(null));
    }

    @Test
    void shouldReplyThatTheOutcomeIsUnknownWhenADrawIsNotDeliveredInTime() {
        Node a = new Node("a", 0);
        Node b = new Node("b", 0);
        install(1, a, b);
        isolated.add("b");
        List<DrawOutcome> outcomes = a.draw();

        tick(PendingDraws.TIMEOUT_MILLIS - 1);
        assertThat(outcomes).isEmpty();
        tick(1);
        assertThat(outcomes).containsExactly(new Unknown());

        isolated.clear();
        tick(1_000);
        tick(1_000);
        assertThat(a.status().position()).as("it is delivered after all").isEqualTo(1);
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void shouldReplyThatTheOutcomeIsUnknownWhenItCloses() {
        Node a = new Node("a", 0);
        Node b = new Node("b", 0);
        install(1, a, b);
        isolated.add("b");
        List<DrawOutcome> outcomes = a.draw();

        a.participant.close();

        assertThat(outcomes).containsExactly(new Unknown());
    }

    @Test
    void shouldLimitThePendingDraws() {
        Node a = new Node("a", 0);
        Node b = new Node("b", 0);
        install(1, a, b);
        isolated.add("b");
        for (int i = 0; i < PendingDraws.MAX_DRAWS; i++) {
            assertThat(a.draw()).isEmpty();
        }

        assertThat(a.draw()).containsExactly(new NotSubmitted());
    }

    @Test
    void shouldCompleteADrawThatItsNextIncarnationSends() {
        Node a = new Node("a", 0);
        Node b = new Node("b", 0);
        install(1, a, b);
        a.submit(100);
        isolated.add("b");
        b.submit(2_000);
        List<DrawOutcome> outcomes = b.draw();
        b.participant.onView(new GroupView(2, List.of(a.member())), b.member().incarnation(), now);
        isolated.clear();
        install(2, a);

        install(3, a, b);
        tick(300);

        assertThat(outcomes).containsExactly(new Drawn(b.status().winners().get(0)));
    }

    @Test
    void shouldDrawAutomaticallyOnceForTheGivenNumberOfEntries() {
        Node node = alone(DRAW_EVERY);
        node.submit(100);
        tick(100);
        tick(100);
        assertThat(node.status().winners()).isEmpty();

        node.submit(100);
        tick(100);
        tick(100);
        assertThat(node.status().winners()).hasSize(1);

        node.submit(199);
        tick(100);
        tick(100);
        assertThat(node.status().winners()).hasSize(1);
        node.submit(1);
        tick(100);
        tick(100);
        assertThat(node.status().winners()).hasSize(2);
    }

    @Test
    void shouldNotDrawAutomaticallyUnlessConfigured() {
        Node node = alone(0);
        node.submit(1_000);
        tick(100);
        tick(100);

        assertThat(node.status().winners()).isEmpty();
    }

    @Test
    void shouldLeaveAutomaticDrawsToTheFirstMember() {
        Node a = new Node("a", 0);
        Node b = new Node("b", DRAW_EVERY);
        install(1, a, b);
        b.submit(1_000);
        tick(100);
        tick(100);
        assertThat(b.status().winners()).isEmpty();

        nodes.remove("a");
        install(2, b);
        tick(100);
        tick(100);

        assertThat(b.status().winners()).hasSize(1);
    }

    @Test
    void shouldSubmitAnAutomaticDrawOnceAlthoughItIsDeliveredInTheNextView() {
        Node a = new Node("a", DRAW_EVERY);
        Node b = new Node("b", DRAW_EVERY);
        install(1, a, b);
        a.submit(2 * Raffle.EVERY);
        isolated.add("b");
        tick(100);
        tick(100);
        tick(100);
        assertThat(a.status().winners()).as("submitted, not delivered").isEmpty();

        isolated.clear();
        install(2, a, b);
        tick(100);
        tick(100);
        tick(300);

        assertThat(a.status().winners()).hasSize(1);
        assertThat(a.status().position()).as("requests and draws").isEqualTo(2 * Raffle.EVERY + 1);
        assertThat(node("b").status().winners()).isEqualTo(a.status().winners());
    }
}
