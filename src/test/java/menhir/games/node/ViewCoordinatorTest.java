package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import menhir.games.node.ViewCoordinator.Announce;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The coordinator on node b, with a log in memory. It runs on the test's thread. */
class ViewCoordinatorTest {
    private static final ManualTimeKit TIME = new ManualTimeKit("view-coordinator-test");

    private final FakeMembershipLog log = new FakeMembershipLog();
    private final ManualTimeKit.Peers<ViewCoordinator.Command> nodes = TIME.peers("b", "c");

    @AfterAll
    static void stop() {
        TIME.stop();
    }

    private static MemberIncarnation member(String name, long incarnation) {
        return new MemberIncarnation(name, incarnation);
    }

    private ActorRef<ViewCoordinator.Command> start() {
        return TIME.spawn(ViewCoordinator.create(log, "b", nodes.peers(), TIME::nowMillis));
    }

    private static void tick() {
        TIME.pass(ViewCoordinator.TICK);
    }

    /** Lets this time pass while these members announce themselves. */
    private static void passAnnouncing(
            ActorRef<ViewCoordinator.Command> coordinator, long millis, MemberIncarnation... members) {
        Cancellable announcements = TIME.repeat(ViewCoordinator.TICK, () -> {
            for (MemberIncarnation member : members) {
                coordinator.tell(new Announce(member));
            }
        });
        TIME.pass(Duration.ofMillis(millis));
        announcements.cancel();
    }

    /** A coordinator whose first view has members b and c. */
    private ActorRef<ViewCoordinator.Command> startWithTwoMembers() {
        ActorRef<ViewCoordinator.Command> coordinator = start();
        tick();
        coordinator.tell(new Announce(member("b", 1)));
        coordinator.tell(new Announce(member("c", 1)));
        tick();
        assertThat(log.view().members()).containsExactly(member("b", 1), member("c", 1));
        return coordinator;
    }

    @Test
    void shouldInstallAViewOfTheMembersThatAnnouncedThemselves() {
        ActorRef<ViewCoordinator.Command> coordinator = startWithTwoMembers();
        assertThat(log.view().number()).isEqualTo(1);

        passAnnouncing(coordinator, 2_000, member("b", 1), member("c", 1));

        assertThat(log.proposals()).as("the view is right").isEqualTo(1);
    }

    @Test
    void shouldDoNothingUnlessItsNodeIsTheFirst() {
        nodes.setLive("a", "b", "c");
        ActorRef<ViewCoordinator.Command> coordinator = start();
        passAnnouncing(coordinator, 1_000, member("b", 1));
        assertThat(log.lookups()).isZero();

        nodes.setLive("b", "c");
        passAnnouncing(coordinator, 1_000, member("b", 1));
        assertThat(log.view().members()).containsExactly(member("b", 1));
    }

    @Test
    void shouldRemoveTheMemberOfADeadNodeAndAdmitItsNextIncarnation() {
        ActorRef<ViewCoordinator.Command> coordinator = startWithTwoMembers();
        nodes.setLive("b");
        tick();
        assertThat(log.view().members()).containsExactly(member("b", 1));

        nodes.setLive("b", "c");
        passAnnouncing(coordinator, 1_000, member("b", 1), member("c", 1));
        assertThat(log.view().members()).as("excluded for good").containsExactly(member("b", 1));
        passAnnouncing(coordinator, 1_000, member("b", 1), member("c", 2));
        assertThat(log.view().members()).containsExactly(member("b", 1), member("c", 2));
    }

    @Test
    void shouldRemoveASilentMember() {
        ActorRef<ViewCoordinator.Command> coordinator = startWithTwoMembers();

        passAnnouncing(coordinator, ViewRules.SILENT_MILLIS - 1_000, member("b", 1));
        assertThat(log.view().members()).hasSize(2);
        passAnnouncing(coordinator, 2_000, member("b", 1));
        assertThat(log.view().members()).containsExactly(member("b", 1));
    }

    @Test
    void shouldIgnoreAnnouncementsOfStrangersAndOfEarlierIncarnations() {
        ActorRef<ViewCoordinator.Command> coordinator = startWithTwoMembers();
        nodes.setLive("b");
        tick();
        nodes.setLive("b", "c");

        passAnnouncing(coordinator, 1_000, member("b", 1), member("stranger", 9));
        passAnnouncing(coordinator, 1_000, member("b", 1), member("b", 0));

        assertThat(log.view().members()).containsExactly(member("b", 1));
        assertThat(log.view().number()).isEqualTo(2);
    }

    @Test
    void shouldTryAgainAfterAFailedLookupOrProposal() {
        ActorRef<ViewCoordinator.Command> coordinator = start();
        log.setFailing(true);
        passAnnouncing(coordinator, 1_000, member("b", 1));
        assertThat(log.lookups()).isEqualTo(5);
        assertThat(log.proposals()).isZero();

        log.setFailing(false);
        log.hold();
        coordinator.tell(new Announce(member("b", 1)));
        tick();
        log.setFailing(true);
        log.release();
        assertThat(log.proposals()).as("it failed").isEqualTo(1);
        assertThat(log.view()).isEqualTo(MembershipView.NONE);

        log.setFailing(false);
        passAnnouncing(coordinator, 1_000, member("b", 1));
        assertThat(log.view().members()).containsExactly(member("b", 1));
    }

    @Test
    void shouldWaitForALookupBeforeTheNext() {
        ActorRef<ViewCoordinator.Command> coordinator = start();
        log.hold();
        passAnnouncing(coordinator, 2_000, member("b", 1));
        assertThat(log.lookups()).isEqualTo(1);

        log.release();
        assertThat(log.view().members()).containsExactly(member("b", 1));
    }

    @Test
    void shouldProposeNothingOnALateLookupWhenItIsNoLongerTheFirst() {
        ActorRef<ViewCoordinator.Command> coordinator = start();
        log.hold();
        passAnnouncing(coordinator, 1_000, member("b", 1));
        nodes.setLive("a", "b", "c");
        tick();

        log.release();
        tick();

        assertThat(log.proposals()).isZero();
    }

    @Test
    void shouldAcceptThatAnotherCoordinatorWasFaster() {
        ActorRef<ViewCoordinator.Command> coordinator = start();
        tick();
        log.install(member("c", 7));
        coordinator.tell(new Announce(member("b", 1)));
        coordinator.tell(new Announce(member("c", 7)));
        log.hold();
        tick();
        log.install(member("c", 7), member("d", 3));
        log.release();
        tick();

        assertThat(log.view().members()).containsExactly(member("b", 1), member("c", 7));
        assertThat(log.view().number()).isEqualTo(3);
    }
}
