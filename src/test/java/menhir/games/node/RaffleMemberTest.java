package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import menhir.games.multicast.Delivery;
import menhir.games.multicast.Item;
import menhir.games.multicast.Member;
import menhir.games.multicast.Packet;
import menhir.games.node.RaffleMember.Draw;
import menhir.games.node.RaffleMember.GetDeliveries;
import menhir.games.node.RaffleMember.GetStatus;
import menhir.games.node.RaffleMember.ReceivePacket;
import menhir.games.node.ViewCoordinator.Announce;
import menhir.games.raffle.RaffleRequest;
import menhir.games.raffle.RaffleStatus;
import menhir.games.raffle.Winner;
import menhir.service.ServiceException;
import menhir.service.ServiceException.Reason;
import menhir.store.MembershipView.MemberIncarnation;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Raffle members with a log in memory and a coordinator that is a probe. They run on the test's thread. */
class RaffleMemberTest {
    private static final ManualTimeKit TIME = new ManualTimeKit("raffle-member-test");
    private static final Duration REPLY = Duration.ofMillis(200);

    private final FakeMembershipLog log = new FakeMembershipLog();
    private final RequestFeed feed = new RequestFeed();
    private final ManualTimeKit.Peers<ViewCoordinator.Command> coordinators = TIME.peers("a", "b");
    private final ManualTimeKit.Peers<RaffleMember.Command> members = TIME.peers("a", "b");

    @AfterAll
    static void stop() {
        TIME.stop();
    }

    private Behavior<RaffleMember.Command> behavior(String node, RequestFeed requests) {
        return RaffleMember.create(node, 0, log, requests, members.peers(), coordinators.peers(), TIME::nowMillis);
    }

    private ActorRef<RaffleMember.Command> start(String node, RequestFeed requests) {
        ActorRef<RaffleMember.Command> member = TIME.spawn(behavior(node, requests));
        members.set(node, member);
        return member;
    }

    private static void tick() {
        TIME.pass(RaffleMember.TICK);
    }

    private static <T> T get(CompletableFuture<T> reply) {
        try {
            return reply.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no reply", e);
        }
    }

    private static RaffleStatus status(ActorRef<RaffleMember.Command> member) {
        CompletableFuture<RaffleStatus> reply = new CompletableFuture<>();
        member.tell(new GetStatus(100, reply));
        return get(reply);
    }

    private static MemberIncarnation incarnation(ActorRef<RaffleMember.Command> member) {
        String[] parts = status(member).member().split("#", 2);
        return new MemberIncarnation(parts[0], Long.parseLong(parts[1]));
    }

    private static CompletableFuture<Optional<Winner>> draw(ActorRef<RaffleMember.Command> member) {
        CompletableFuture<Optional<Winner>> reply = new CompletableFuture<>();
        member.tell(new Draw(reply));
        return reply;
    }

    private static void assertFailed(CompletableFuture<?> reply, Reason reason) {
        Assertions.assertThatThrownBy(() -> reply.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(ServiceException.class, failure -> assertThat(failure.reason())
                        .isEqualTo(reason));
    }

    private static void offer(RequestFeed requests, int count) {
        for (int i = 0; i < count; i++) {
            requests.offer(new RaffleRequest.Entrant("request " + i).text());
        }
        TIME.pass(RaffleMember.GATHER);
    }

    /** Installs the current incarnations of these members as the next view. */
    @SafeVarargs
    private void install(ActorRef<RaffleMember.Command>... all) {
        List<MemberIncarnation> incarnations = new ArrayList<>();
        for (ActorRef<RaffleMember.Command> each : all) {
            incarnations.add(incarnation(each));
        }
        log.install(incarnations.toArray(new MemberIncarnation[0]));
        TIME.pass(Duration.ofMillis(500));
    }

    @Test
    void shouldAnnounceItselfToTheFirstLiveNode() {
        ActorRef<RaffleMember.Command> member = start("b", feed);
        tick();
        coordinators.at("a").expectMessage(new Announce(incarnation(member)));

        coordinators.setLive("b");
        TIME.pass(Duration.ofMillis(500));
        coordinators.at("b").expectMessage(new Announce(incarnation(member)));
        coordinators.at("a").expectNoMessage(Duration.ZERO);
    }

    @Test
    void shouldCountTheRequestsOfAllFrontEndsInOneOrder() {
        RequestFeed otherFeed = new RequestFeed();
        ActorRef<RaffleMember.Command> a = start("a", feed);
        ActorRef<RaffleMember.Command> b = start("b", otherFeed);
        install(a, b);
        assertThat(status(a).installed()).isTrue();

        offer(feed, 120);
        offer(otherFeed, 90);
        TIME.pass(Duration.ofMillis(300));
        Winner winner = get(draw(b)).orElseThrow();
        tick();

        assertThat(status(a).requests()).isEqualTo(210);
        assertThat(status(a).entries()).hasSize(2);
        assertThat(status(a).winners()).containsExactly(winner);
        assertThat(status(b))
                .usingRecursiveComparison()
                .ignoringFields("member")
                .isEqualTo(status(a));
        CompletableFuture<List<Delivery>> deliveries = new CompletableFuture<>();
        b.tell(new GetDeliveries(209, 10, deliveries));
        assertThat(get(deliveries)).extracting(Delivery::position).containsExactly(210L, 211L);
    }

    @Test
    void shouldGatherRequestsBeforeItSubmitsThem() {
        ActorRef<RaffleMember.Command> member = start("a", feed);
        install(member);

        feed.offer("efirst");
        feed.offer("esecond");
        TIME.pass(RaffleMember.GATHER.minusMillis(1));
        assertThat(status(member).requests()).isZero();
        TIME.pass(Duration.ofMillis(1));
        assertThat(status(member).requests()).isEqualTo(2);
        offer(feed, 3);
        assertThat(status(member).requests()).isEqualTo(5);
    }

    @Test
    void shouldReportRequestsThatItCouldNotQueue() {
        ActorRef<RaffleMember.Command> member = start("a", feed);
        offer(feed, 3 * RequestFeed.CAPACITY);
        assertThat(status(member).dropped()).isPositive();
        long counted = 3L * RequestFeed.CAPACITY - status(member).dropped();

        install(member);
        TIME.pass(Duration.ofSeconds(2));

        assertThat(status(member).requests()).isEqualTo(counted);
    }

    @Test
    void shouldLookUpTheViewAgainAfterAFailure() {
        ActorRef<RaffleMember.Command> member = start("a", feed);
        log.setFailing(true);
        TIME.pass(Duration.ofSeconds(1));
        assertThat(log.lookups()).isEqualTo(5);
        assertThat(status(member).installed()).isFalse();

        log.setFailing(false);
        install(member);
        assertThat(status(member).installed()).isTrue();
    }

    @Test
    void shouldRejoinAsANewIncarnationWhenExcluded() {
        ActorRef<RaffleMember.Command> a = start("a", feed);
        ActorRef<RaffleMember.Command> b = start("b", new RequestFeed());
        install(a, b);
        offer(feed, 150);
        TIME.pass(Duration.ofMillis(300));
        RaffleStatus before = status(a);
        MemberIncarnation excluded = incarnation(b);

        log.install(incarnation(a));
        TIME.pass(Duration.ofMillis(500));
        MemberIncarnation next = incarnation(b);
        assertThat(next.incarnation()).isGreaterThan(excluded.incarnation());
        assertThat(status(b).installed()).isFalse();
        coordinators
                .at("a")
                .fishForMessage(
                        REPLY,
                        "the new incarnation announces itself",
                        message -> message.equals(new Announce(next))
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore());

        install(a, b);
        assertThat(status(b).installed()).isTrue();
        assertThat(status(b).digest()).isEqualTo(before.digest());
        assertThat(status(b).requests()).isEqualTo(150);
    }

    @Test
    void shouldSkipTheIncarnationsOfItsOwnNodeOnly() {
        ActorRef<RaffleMember.Command> member = start("a", feed);
        MemberIncarnation first = incarnation(member);
        log.install(new MemberIncarnation("b", Long.MAX_VALUE));
        TIME.pass(Duration.ofMillis(500));
        assertThat(incarnation(member)).isEqualTo(first);

        long later = first.incarnation() + 1_000_000;
        log.install(new MemberIncarnation("a", later), new MemberIncarnation("b", Long.MAX_VALUE));
        TIME.pass(Duration.ofMillis(500));
        assertThat(incarnation(member).incarnation()).isEqualTo(later + 1);
    }

    @Test
    void shouldIgnorePacketsOfStrangersAndOfOtherViews() {
        ActorRef<RaffleMember.Command> member = start("a", feed);
        Member stranger = new Member("stranger", 1);
        Item data = new Item.Data(1, List.of("efalse"));
        member.tell(new ReceivePacket(new Packet(1, stranger, 1, List.of(data), 0)));
        install(member);
        member.tell(new ReceivePacket(new Packet(1, stranger, 1, List.of(data), 0)));
        Member self = new Member("a", incarnation(member).incarnation());
        member.tell(new ReceivePacket(new Packet(1, self, 1, List.of(data), 0)));
        member.tell(new ReceivePacket(new Packet(9, self, 1, List.of(data), 0)));
        offer(feed, 1);

        assertThat(status(member).requests()).isEqualTo(1);
    }

    @Test
    void shouldRejectADrawWhileItDoesNotTakePart() {
        assertFailed(draw(start("a", feed)), Reason.NO_MAJORITY);
    }

    @Test
    void shouldReplyWithoutAWinnerWhenThereIsNoEntry() {
        ActorRef<RaffleMember.Command> member = start("a", feed);
        install(member);

        assertThat(get(draw(member))).isEmpty();
    }

    @Test
    void shouldFailADrawThatIsNotDeliveredInTime() {
        ActorRef<RaffleMember.Command> a = start("a", feed);
        ActorRef<RaffleMember.Command> b = start("b", new RequestFeed());
        install(a, b);
        // From now on b receives nothing.
        TestProbe<RaffleMember.Command> unreachable = TIME.probe();
        members.setLive("a");
        members.set("b", unreachable.ref());
        TIME.pass(Duration.ofSeconds(1));
        CompletableFuture<Optional<Winner>> draw = draw(a);

        TIME.pass(Duration.ofSeconds(7));
        assertThat(draw).isNotDone();
        TIME.pass(Duration.ofSeconds(2));

        assertFailed(draw, Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void shouldFailPendingDrawsWithAnUnknownOutcomeWhenItStops() {
        ActorRef<RaffleMember.Command> a = start("a", feed);
        ActorRef<RaffleMember.Command> b = start("b", new RequestFeed());
        install(a, b);
        members.setLive("a");
        TIME.pass(Duration.ofSeconds(1));
        CompletableFuture<Optional<Winner>> draw = draw(a);
        assertThat(draw).isNotDone();

        TIME.kit.stop(a);

        assertFailed(draw, Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void shouldStartAgainAsANewMemberAfterAFailure() {
        ActorRef<RaffleMember.Command> member = TIME.spawn(Behaviors.supervise(behavior("a", feed))
                .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false)));
        members.set("a", member);
        install(member);
        offer(feed, 100);
        assertThat(status(member).entries()).hasSize(1);

        // A request that exceeds the limit is a programming error.
        feed.offer("e" + "x".repeat(600));
        TIME.pass(RaffleMember.GATHER);

        assertThat(status(member).installed()).isFalse();
        install(member);
        assertThat(status(member).installed()).isTrue();
        offer(feed, 7);
        assertThat(status(member).requests()).as("no member kept the state").isEqualTo(7);
    }
}
