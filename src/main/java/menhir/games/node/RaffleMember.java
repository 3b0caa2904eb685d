package menhir.games.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import menhir.cluster.ClusterPeers;
import menhir.games.multicast.Delivery;
import menhir.games.multicast.GroupView;
import menhir.games.multicast.Member;
import menhir.games.multicast.MulticastLimits;
import menhir.games.multicast.Packet;
import menhir.games.raffle.DrawOutcome;
import menhir.games.raffle.RaffleParticipant;
import menhir.games.raffle.RaffleStatus;
import menhir.games.raffle.Winner;
import menhir.service.ServiceException;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * A front-end's member of the raffle: runs {@link RaffleParticipant}. Nothing is durable: the order lives as long as one
 * member with its state.
 */
public final class RaffleMember extends AbstractBehavior<RaffleMember.Command> {

    /** The actor's name, the same on every node. */
    public static final String NAME = "raffle-member";

    public sealed interface Command {}

    /** From another member. */
    record ReceivePacket(Packet packet) implements Command, CborMessage {}

    /** Draws a winner; empty if there is no entry. */
    record Draw(CompletableFuture<Optional<Winner>> reply) implements Command {}

    /** The raffle, with at most {@code limit} entries and winners. */
    record GetStatus(int limit, CompletableFuture<RaffleStatus> reply) implements Command {}

    /** The kept deliveries with positions above {@code after}. */
    record GetDeliveries(long after, int limit, CompletableFuture<List<Delivery>> reply) implements Command {}

    /** The current view; null if the lookup failed. */
    private record ViewRead(@Nullable MembershipView view) implements Command {}

    private record Tick() implements Command {}

    private record RequestArrived() implements Command {}

    private record SubmitRequests() implements Command {}

    static final Duration TICK = Duration.ofMillis(100);

    /** Time from the first request to its submission, while further requests gather. */
    static final Duration GATHER = Duration.ofMillis(20);

    private final TimerScheduler<Command> timers;
    private final RequestFeed feed;
    private final LongSupplier nowMillis;
    private final RaffleParticipant participant;

    private RaffleMember(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            RequestFeed feed,
            LongSupplier nowMillis,
            RaffleParticipant participant) {
        super(context);
        context.setLoggerName(RaffleMember.class);
        this.timers = timers;
        this.feed = feed;
        this.nowMillis = nowMillis;
        this.participant = participant;
        timers.startTimerWithFixedDelay(new Tick(), TICK);
        awaitRequest();
    }

    /**
     * The member on this node.
     *
     * @param drawEvery number of entries from one automatic draw to the next; 0 for no automatic draws
     * @param log agrees on the views of the group
     * @param feed the requests to count
     * @param members for this actor only
     * @param coordinators for this actor only
     */
    public static Behavior<Command> create(
            String node,
            int drawEvery,
            MembershipLog log,
            RequestFeed feed,
            ClusterPeers<Command> members,
            ClusterPeers<ViewCoordinator.Command> coordinators) {
        return create(node, drawEvery, log, feed, members, coordinators, () -> System.nanoTime() / 1_000_000);
    }

    static Behavior<Command> create(
            String node,
            int drawEvery,
            MembershipLog log,
            RequestFeed feed,
            ClusterPeers<Command> members,
            ClusterPeers<ViewCoordinator.Command> coordinators,
            LongSupplier nowMillis) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            RaffleParticipant participant = new RaffleParticipant(
                    node,
                    drawEvery,
                    MulticastLimits.standard(),
                    System::currentTimeMillis,
                    new SecureRandom(),
                    new Output(context, log, members, coordinators));
            return new RaffleMember(context, timers, feed, nowMillis, participant);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(ReceivePacket.class, this::onReceivePacket)
                .onMessage(Tick.class, this::onTick)
                .onMessage(ViewRead.class, this::onViewRead)
                .onMessage(RequestArrived.class, this::onRequestArrived)
                .onMessage(SubmitRequests.class, this::onSubmitRequests)
                .onMessage(Draw.class, this::onDraw)
                .onMessage(GetStatus.class, this::onGetStatus)
                .onMessage(GetDeliveries.class, this::onGetDeliveries)
                .onSignal(PostStop.class, signal -> close())
                .onSignal(PreRestart.class, signal -> close())
                .build();
    }

    private long now() {
        return nowMillis.getAsLong();
    }

    private Behavior<Command> onReceivePacket(ReceivePacket message) {
        participant.onPacket(message.packet(), now());
        return this;
    }

    private Behavior<Command> onTick(Tick tick) {
        participant.tick(now());
        return this;
    }

    private Behavior<Command> onViewRead(ViewRead message) {
        MembershipView view = message.view();
        if (view == null || view.members().isEmpty()) {
            participant.onNoView();
            return this;
        }
        List<Member> members = view.members().stream()
                .map(member -> new Member(member.name(), member.incarnation()))
                .toList();
        participant.onView(new GroupView(view.number(), members), latestIncarnation(view), now());
        return this;
    }

    private long latestIncarnation(MembershipView view) {
        return view.latest().stream()
                .filter(member -> member.name().equals(participant.node()))
                .mapToLong(MemberIncarnation::incarnation)
                .max()
                .orElse(0);
    }

    // ---- requests ---------------------------------------------------------------------------------------------------

    private void awaitRequest() {
        ActorRef<Command> self = getContext().getSelf();
        feed.onNextRequest(() -> self.tell(new RequestArrived()));
    }

    private Behavior<Command> onRequestArrived(RequestArrived message) {
        timers.startSingleTimer(new SubmitRequests(), GATHER);
        return this;
    }

    private Behavior<Command> onSubmitRequests(SubmitRequests message) {
        while (participant.hasRoom()) {
            String request = feed.poll();
            if (request == null) {
                break;
            }
            participant.submit(request);
        }
        participant.flush(now());
        if (feed.isEmpty()) {
            awaitRequest();
        } else {
            timers.startSingleTimer(new SubmitRequests(), GATHER);
        }
        return this;
    }

    // ---- the raffle -------------------------------------------------------------------------------------------------

    private Behavior<Command> onDraw(Draw request) {
        participant.draw(outcome -> complete(request.reply(), outcome), now());
        return this;
    }

    private static void complete(CompletableFuture<Optional<Winner>> reply, DrawOutcome outcome) {
        if (outcome instanceof DrawOutcome.Drawn drawn) {
            reply.complete(Optional.ofNullable(drawn.winner()));
        } else if (outcome instanceof DrawOutcome.NotSubmitted) {
            reply.completeExceptionally(new ServiceException(
                    ServiceException.Reason.NO_MAJORITY,
                    "This front-end does not take part in the raffle now; try again soon."));
        } else {
            reply.completeExceptionally(new ServiceException(
                    ServiceException.Reason.OUTCOME_UNKNOWN,
                    "The draw was not delivered in time. It may still be done."));
        }
    }

    private Behavior<Command> onGetStatus(GetStatus request) {
        request.reply().complete(participant.status(request.limit(), feed.dropped()));
        return this;
    }

    private Behavior<Command> onGetDeliveries(GetDeliveries request) {
        request.reply().complete(participant.deliveries(request.after(), request.limit()));
        return this;
    }

    private Behavior<Command> close() {
        participant.close();
        return this;
    }

    private record Output(
            ActorContext<Command> context,
            MembershipLog log,
            ClusterPeers<Command> members,
            ClusterPeers<ViewCoordinator.Command> coordinators)
            implements RaffleParticipant.Output {
        @Override
        public void send(Member to, Packet packet) {
            members.tell(to.name(), new ReceivePacket(packet));
        }

        @Override
        public void announce(Member member) {
            members.refresh();
            coordinators.refresh();
            String first = coordinators.first();
            if (first != null) {
                coordinators.tell(
                        first,
                        new ViewCoordinator.Announce(new MemberIncarnation(member.name(), member.incarnation())));
            }
        }

        @Override
        public void lookUpView() {
            context.pipeToSelf(log.currentView(), (view, failure) -> new ViewRead(view));
        }

        @Override
        public void viewInstalled(GroupView view) {
            context.getLog().info("raffle: view {} installed: {}", view.number(), view.members());
        }

        @Override
        public void memberRetired(Member member, String reason) {
            context.getLog().info("raffle: member {} left the group: {}", member, reason);
        }
    }
}
