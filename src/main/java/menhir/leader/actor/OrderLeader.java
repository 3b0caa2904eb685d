package menhir.leader.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import menhir.leader.CommandReply;
import menhir.leader.LeaderSettings;
import menhir.leader.LeaderStatus;
import menhir.leader.StoreLeader;
import menhir.leader.SubmittedCommand;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.OrderRead;
import menhir.replica.StateChunk;
import menhir.replica.actor.CatalogReplica;
import menhir.replica.actor.OrderReplica;
import menhir.replica.actor.SlotRefs;
import menhir.replica.actor.Ticks;
import menhir.replication.FrontEndMessage;
import menhir.replication.HolderClock;
import menhir.replication.Leader;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaReply;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * A store's leader: the actor around {@link StoreLeader}. It runs as the cluster singleton or, while the singleton cannot
 * lead, as a {@link StandbyLeader}'s child. Nothing here is durable.
 */
public final class OrderLeader extends AbstractBehavior<OrderLeader.Message> {

    public sealed interface Message {}

    /** Commands of one front-end, for the leader of one epoch. */
    public record Submit(String frontEnd, long epoch, List<SubmittedCommand> commands, ActorRef<ToFrontEnd> replyTo)
            implements Message {}

    /** A front-end asks for a cache lease. */
    public record AskLease(String frontEnd, long askedAt, ActorRef<ToFrontEnd> replyTo) implements Message {}

    /** A front-end has dropped all that changes up to {@code index}. */
    public record Invalidated(String frontEnd, long epoch, long index) implements Message {}

    /** A front-end has returned its lease. */
    public record LeaseReturned(String frontEnd, long epoch) implements Message, CborMessage {}

    /** Reads orders; a replica that holds all released entries answers. */
    public record ReadOrders(OrderRead read, ActorRef<OrdersReply> replyTo) implements Message, CborMessage {}

    public record GetStatus(ActorRef<LeaderStatus> replyTo) implements Message, CborMessage {}

    /** The singleton asks to lead. */
    public record HandOver() implements Message, CborMessage {}

    /** Resign, then stop. */
    public record Stop() implements Message, CborMessage {}

    /** What a leader sends to a front-end. */
    public sealed interface ToFrontEnd {}

    /** About its cache. */
    public record AboutCache(FrontEndMessage message) implements ToFrontEnd {}

    /** Replies to its commands. */
    public record Replies(List<CommandReply> replies) implements ToFrontEnd {}

    private record FromReplica(ReplicaReply reply) implements Message {}

    private record FromLog(Fetched fetched) implements Message {}

    private record FromCatalog(StateChunk chunk) implements Message {}

    private record FromSearch(LeaderKnown known) implements Message {}

    private record Flush() implements Message {}

    private record Tick() implements Message {}

    private final LeaderSettings settings;
    private final LeaderRefs refs;
    private final boolean singleton;
    private final String address;
    private final Map<String, ActorRef<ToFrontEnd>> frontEnds = new HashMap<>();
    private final ActorRef<ReplicaReply> replies;
    private final ActorRef<Fetched> fetches;
    private final ActorRef<StateChunk> chunks;
    private final ActorRef<LeaderKnown> leaders;
    private final HolderClock clock;
    private final StoreLeader leader;
    private final Ticks<Message> ticks;

    private OrderLeader(
            ActorContext<Message> context,
            TimerScheduler<Message> timers,
            LeaderSettings settings,
            LeaderRefs refs,
            boolean singleton) {
        super(context);
        context.setLoggerName(OrderLeader.class);
        this.settings = settings;
        this.refs = refs;
        this.singleton = singleton;
        this.address = ActorRefResolver.get(context.getSystem()).toSerializationFormat(context.getSelf());
        this.replies = context.messageAdapter(ReplicaReply.class, FromReplica::new);
        this.fetches = context.messageAdapter(Fetched.class, FromLog::new);
        this.chunks = context.messageAdapter(StateChunk.class, FromCatalog::new);
        this.leaders = context.messageAdapter(LeaderKnown.class, FromSearch::new);
        this.clock = HolderClock.ofMachine(settings.timing());
        this.leader = new StoreLeader(
                settings,
                singleton,
                address,
                (entries, output, now) -> new Leader(
                        settings.slots(), settings.timing(), entries, output, ThreadLocalRandom.current(), now),
                new Output(),
                clock.millis());
        this.ticks = new Ticks<>(timers, new Tick());
        ticks.every(leader.tickMillis());
    }

    /** References that a leader needs. */
    public record LeaderRefs(SlotRefs<OrderReplica.Command> replicas, SlotRefs<CatalogReplica.Command> catalogs) {}

    /**
     * A candidate, which becomes the leader if a majority of the replicas lets it.
     *
     * @param singleton whether it is the cluster singleton, not an acting leader
     */
    public static Behavior<Message> create(LeaderSettings settings, LeaderRefs refs, boolean singleton) {
        return Behaviors.setup(context -> {
            if (singleton) {
                LeaderShutdown.stopBeforeSharding(context, "leader-" + settings.store(), new Stop());
            }
            return candidate(settings, refs, singleton, null);
        });
    }

    private static Behavior<Message> candidate(
            LeaderSettings settings, LeaderRefs refs, boolean singleton, @Nullable StoreLeader retired) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            OrderLeader candidate = new OrderLeader(context, timers, settings, refs, singleton);
            if (retired != null) {
                candidate.leader.replace(retired, candidate.now());
            }
            return candidate;
        }));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Submit.class, this::onSubmit)
                .onMessage(FromReplica.class, this::onFromReplica)
                .onMessage(Invalidated.class, this::onInvalidated)
                .onMessage(LeaseReturned.class, this::onLeaseReturned)
                .onMessage(Flush.class, this::onFlush)
                .onMessage(AskLease.class, this::onAskLease)
                .onMessage(ReadOrders.class, this::onReadOrders)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(FromCatalog.class, this::onFromCatalog)
                .onMessage(FromSearch.class, this::onFromSearch)
                .onMessage(GetStatus.class, this::onGetStatus)
                .onMessage(HandOver.class, this::onHandOver)
                .onMessage(Stop.class, this::onStop)
                .onMessage(Tick.class, this::onTick)
                .build();
    }

    private Behavior<Message> onSubmit(Submit submit) {
        frontEnds.put(submit.frontEnd(), submit.replyTo());
        leader.onSubmit(submit.frontEnd(), submit.epoch(), submit.commands(), now());
        return next();
    }

    private Behavior<Message> onFlush(Flush flush) {
        leader.flush(now());
        return next();
    }

    private Behavior<Message> onFromReplica(FromReplica message) {
        leader.onReply(message.reply(), now());
        return next();
    }

    private Behavior<Message> onFromLog(FromLog message) {
        leader.onFetched(message.fetched(), now());
        return next();
    }

    private Behavior<Message> onFromCatalog(FromCatalog message) {
        leader.onChunk(message.chunk(), now());
        return next();
    }

    private Behavior<Message> onFromSearch(FromSearch message) {
        leader.onLeaderKnown(message.known());
        return next();
    }

    private Behavior<Message> onAskLease(AskLease ask) {
        frontEnds.put(ask.frontEnd(), ask.replyTo());
        leader.onLeaseAsked(ask.frontEnd(), ask.askedAt(), now());
        return next();
    }

    private Behavior<Message> onInvalidated(Invalidated message) {
        leader.onInvalidated(message.frontEnd(), message.epoch(), message.index(), now());
        return next();
    }

    private Behavior<Message> onLeaseReturned(LeaseReturned message) {
        leader.onLeaseReturned(message.frontEnd(), message.epoch(), now());
        return next();
    }

    private Behavior<Message> onReadOrders(ReadOrders message) {
        StoreLeader.VouchedRead vouched = leader.vouch(message.read(), now());
        if (vouched != null) {
            refs.replicas().tell(vouched.slot(), new OrderReplica.ReadOrders(vouched.read(), message.replyTo()));
        }
        return this;
    }

    private Behavior<Message> onGetStatus(GetStatus get) {
        get.replyTo().tell(leader.status(now()));
        return this;
    }

    private Behavior<Message> onHandOver(HandOver message) {
        leader.handOver(now());
        ticks.every(leader.tickMillis());
        return next();
    }

    private Behavior<Message> onStop(Stop message) {
        leader.stop(now());
        ticks.every(leader.tickMillis());
        return next();
    }

    private Behavior<Message> onTick(Tick tick) {
        leader.tick(now());
        ticks.every(leader.tickMillis());
        return next();
    }

    private Behavior<Message> next() {
        return switch (leader.next()) {
            case CONTINUE -> this;
            case START_AGAIN -> candidate(settings, refs, singleton, leader);
            case STOP -> Behaviors.stopped();
        };
    }

    private long now() {
        return clock.millis(leader::onTimeSkipped);
    }

    private final class Output implements StoreLeader.Output {
        @Override
        public void toReplica(int slot, ReplicaMessage message) {
            refs.replicas().tell(slot, new OrderReplica.Deliver(message, address, replies));
        }

        @Override
        public void toFrontEnd(String frontEnd, FrontEndMessage message) {
            ActorRef<ToFrontEnd> to = frontEnds.get(frontEnd);
            if (to != null) {
                to.tell(new AboutCache(message));
            }
        }

        @Override
        public void reply(String frontEnd, List<CommandReply> commandReplies) {
            ActorRef<ToFrontEnd> to = frontEnds.get(frontEnd);
            if (to != null) {
                to.tell(new Replies(commandReplies));
            }
        }

        @Override
        public void fetch(int slot, long fromIndex) {
            refs.replicas().tell(slot, new OrderReplica.Fetch(fromIndex, fetches));
        }

        @Override
        public void exportState(int slot, int position) {
            refs.catalogs().tell(slot, new CatalogReplica.Export(position, chunks));
        }

        @Override
        public void flushLater() {
            getContext().getSelf().tell(new Flush());
        }

        @Override
        public void findLeader() {
            refs.replicas().tellAll(() -> new OrderReplica.GetLeader(leaders));
        }

        @Override
        public void requestHandOver(String to) {
            ActorRefResolver.get(getContext().getSystem())
                    .<Message>resolveActorRef(to)
                    .tell(new HandOver());
        }

        @Override
        public void leading(long epoch, long afterIndex) {
            getContext()
                    .getLog()
                    .info(
                            "{}: leads with epoch {} after index {}, {}",
                            settings.store(),
                            epoch,
                            afterIndex,
                            singleton ? "as singleton" : "acting");
        }

        @Override
        public void retired(long epoch, String reason) {
            getContext().getLog().info("{}: leader of epoch {} retires: {}", settings.store(), epoch, reason);
        }
    }
}
