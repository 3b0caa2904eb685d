package menhir.leader;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import menhir.replica.OrderReplica;
import menhir.replica.OrderReplica.LeaderKnown;
import menhir.replica.OrderReplica.OrdersReply;
import menhir.replication.FrontEndMessage;
import menhir.replication.Leader;
import menhir.replication.LeaderOutput;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaReply;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.Value;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * Decides a store's commands, puts them in order, and answers when they are released. A shell around {@link Leader}, which
 * holds the protocol's rules, and {@link Decider}, which holds the store's.
 *
 * <p>Nothing here is durable. What an answer promises is on disk in a majority of the slots. Runs as the cluster singleton
 * or, between the death of the singleton's node and its move, as a {@link StandbyLeader}'s child; the singleton asks such an
 * acting leader to hand over.
 */
public final class OrderLeader extends AbstractBehavior<OrderLeader.Message> {

    /** What a leader takes. */
    public sealed interface Message {}

    /**
     * Commands of one front-end, in one message, for the leader of one epoch. One that reaches the same actor when it leads
     * again is void: meanwhile another leader may have refused what is in it, and the client been told so.
     */
    public record Submit(String frontEnd, long epoch, List<Request> requests, ActorRef<ToFrontEnd> replyTo)
            implements Message, CborMessage {}

    /** A command, the front-end's name for it, and how many times it was sent, this time included. */
    public record Request(long id, int sending, Command command) {}

    /** A front-end wants to serve from its cache. */
    public record AskLease(String frontEnd, long askedAt, ActorRef<ToFrontEnd> replyTo)
            implements Message, CborMessage {}

    /** A front-end has dropped what changes up to {@code index}. */
    public record Invalidated(String frontEnd, long epoch, long index) implements Message, CborMessage {}

    /** Orders above a number; answered by a replica that holds all that is released. */
    public record ReadOrders(long request, long afterNumber, int limit, ActorRef<OrdersReply> replyTo)
            implements Message, CborMessage {}

    /** How do the store and its replicas stand? */
    public record GetStatus(ActorRef<Status> replyTo) implements Message, CborMessage {}

    /** The singleton is there: let it lead. */
    public record HandOver() implements Message, CborMessage {}

    /** Resign, then stop. */
    public record Stop() implements Message, CborMessage {}

    /** What a leader says to a front-end. */
    public sealed interface ToFrontEnd extends CborMessage {}

    /** About its cache. */
    public record AboutCache(FrontEndMessage message) implements ToFrontEnd {}

    /** To its commands. */
    public record Answers(List<CommandReply> answers) implements ToFrontEnd {}

    /** A leader's view. */
    public record Status(
            String node,
            long epoch,
            long lastIndex,
            long released,
            boolean leaseRunning,
            boolean opened,
            List<Leader.PeerView> replicas)
            implements CborMessage {}

    private record FromReplica(ReplicaReply reply) implements Message {}

    private record FromLog(Fetched fetched) implements Message {}

    private record FromLoader(StateLoader.Loaded loaded) implements Message {}

    private record Known(LeaderKnown known) implements Message {}

    private record Flush() implements Message {}

    private record Tick() implements Message {}

    private final LeaderSettings settings;
    private final boolean singleton;
    private final String address;
    private final Leader leader;
    private final PendingReplies pending = new PendingReplies();
    private final Map<String, ActorRef<ToFrontEnd>> frontEnds = new HashMap<>();
    private final ActorRef<ReplicaReply> replies;
    private final ActorRef<Fetched> fetches;
    private final ActorRef<StateLoader.Loaded> loads;
    private final ActorRef<LeaderKnown> leaders;
    private @Nullable ActorRef<StateLoader.Command> loader;
    private Decider desk;
    private CatalogSeeder firstCatalog;
    private final RestockSchedule restocks;
    private boolean flushing;
    private final long startedAt;
    private boolean stopping;
    private boolean retired;
    private long askedWhoLeadsAt;

    private OrderLeader(
            ActorContext<Message> context, TimerScheduler<Message> timers, LeaderSettings settings, boolean singleton) {
        super(context);
        context.setLoggerName(OrderLeader.class);
        this.settings = settings;
        this.singleton = singleton;
        this.startedAt = now();
        this.address = ActorRefResolver.get(context.getSystem()).toSerializationFormat(context.getSelf());
        this.replies = context.messageAdapter(ReplicaReply.class, FromReplica::new);
        this.fetches = context.messageAdapter(Fetched.class, FromLog::new);
        this.loads = context.messageAdapter(StateLoader.Loaded.class, FromLoader::new);
        this.leaders = context.messageAdapter(LeaderKnown.class, Known::new);
        this.desk = settings.desk(settings.emptyState());
        this.restocks = new RestockSchedule(settings.rules().restocking());
        this.firstCatalog = new CatalogSeeder(settings.firstCatalog());
        this.leader = new Leader(
                settings.slots(),
                settings.timing(),
                new ProtocolEntries(),
                new Output(),
                ThreadLocalRandom.current(),
                now());
        timers.startTimerWithFixedDelay(
                new Tick(), Duration.ofMillis(Math.max(1, settings.timing().heartbeatMillis() / 3)));
    }

    /**
     * A candidate, which becomes a leader if a majority of the replicas lets it.
     *
     * @param singleton whether it is the cluster singleton, and so asks an acting leader to hand over
     */
    public static Behavior<Message> create(LeaderSettings settings, boolean singleton) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new OrderLeader(context, timers, settings, singleton)));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Submit.class, this::onSubmit)
                .onMessage(FromReplica.class, this::onFromReplica)
                .onMessage(Invalidated.class, this::onInvalidated)
                .onMessage(Flush.class, this::onFlush)
                .onMessage(AskLease.class, this::onAskLease)
                .onMessage(ReadOrders.class, this::onReadOrders)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(FromLoader.class, this::onFromLoader)
                .onMessage(Known.class, this::onKnown)
                .onMessage(GetStatus.class, this::onGetStatus)
                .onMessage(HandOver.class, message -> resign(stopping))
                .onMessage(Stop.class, message -> resign(true))
                .onMessage(Tick.class, this::onTick)
                .build();
    }

    // ---- deciding ---------------------------------------------------------------------------------------------------

    private Behavior<Message> onSubmit(Submit submit) {
        long now = now();
        boolean takes = submit.epoch() == leader.epoch()
                && leader.leaseRunning(now)
                && desk.state().opened();
        long timeMillis = settings.wallClock().millis();
        for (Request request : submit.requests()) {
            if (!takes) {
                pending.answerNow(submit.replyTo(), new CommandReply.NotNow(request.id(), request.sending()));
            } else if (!leader.hasRoom()) {
                pending.answerNow(submit.replyTo(), new CommandReply.Overloaded(request.id(), request.sending()));
            } else {
                decide(request, submit.replyTo(), timeMillis);
            }
        }
        pending.release(leader.released(), leader.leaseRunning(now));
        flushSoon();
        return this;
    }

    private void decide(Request request, ActorRef<ToFrontEnd> replyTo, long timeMillis) {
        Decision decision = desk.decide(request.command(), timeMillis);
        if (decision instanceof Decision.Accepted accepted) {
            Entry.Keyed entry = accepted.entry();
            long index = append(entry);
            Value value = request.command() instanceof Command.PlaceOrder
                    ? null
                    : desk.state().value(entry.affectedNames().iterator().next());
            pending.await(index, replyTo, new CommandReply.Done(request.id(), entry, value));
        } else if (decision instanceof Decision.Replayed replayed) {
            pending.await(
                    leader.lastIndex(),
                    replyTo,
                    new CommandReply.DoneBefore(request.id(), replayed.number(), replayed.index()));
        } else if (decision instanceof Decision.Rejected rejected) {
            pending.await(
                    leader.lastIndex(),
                    replyTo,
                    new CommandReply.Rejected(request.id(), request.sending(), rejected.why()));
        }
    }

    private long append(Entry entry) {
        long number = entry instanceof Entry.OrderPlaced placed ? placed.number() : 0;
        long index = leader.propose(number, EntryCodec.encode(entry), desk.affectedKeys(entry));
        desk.apply(index, entry);
        return index;
    }

    /** All that has come meanwhile goes into the same Append: the flush stands behind it in the mailbox. */
    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            getContext().getSelf().tell(new Flush());
        }
    }

    private Behavior<Message> onFlush(Flush flush) {
        flushing = false;
        leader.flush(now());
        return next();
    }

    // ---- the protocol -----------------------------------------------------------------------------------------------

    private Behavior<Message> onFromReplica(FromReplica message) {
        leader.onReply(message.reply(), now());
        return next();
    }

    private Behavior<Message> onFromLog(FromLog message) {
        leader.onFetched(message.fetched(), now());
        return next();
    }

    private Behavior<Message> onFromLoader(FromLoader message) {
        if (leader.phase() == Leader.Phase.LOADING && message.loaded().epoch() == leader.epoch()) {
            desk = settings.desk(message.loaded().state());
            getContext()
                    .getLog()
                    .info(
                            "{}: leads with epoch {} after index {}, {}",
                            settings.store(),
                            leader.epoch(),
                            desk.state().index(),
                            singleton ? "as singleton" : "acting");
            leader.onLoaded(now());
        }
        return next();
    }

    private Behavior<Message> onTick(Tick tick) {
        long now = now();
        leader.tick(now);
        if (leader.leads() && !desk.state().opened()) {
            open();
        }
        if (leader.leaseRunning(now) && desk.state().opened() && restocks.due(now)) {
            restock();
        }
        if (!singleton
                && !leader.leads()
                && now - startedAt >= 2 * settings.timing().leaseMillis()) {
            // Someone else leads, or no majority is there. The deputy watches on.
            return Behaviors.stopped();
        }
        boolean waits = singleton
                && !leader.leads()
                && now - askedWhoLeadsAt >= settings.timing().resendMillis();
        if (waits) {
            askedWhoLeadsAt = now;
            settings.replicas().tellAll(() -> new OrderReplica.WhoLeads(leaders));
        }
        return next();
    }

    private void open() {
        while (leader.hasRoom() && !desk.state().opened()) {
            append(firstCatalog.next(desk, settings.wallClock().millis()));
        }
        flushSoon();
    }

    private void restock() {
        for (String name : desk.itemsToRestock()) {
            if (!leader.hasRoom()) {
                // The rest at the next check.
                break;
            }
            append(desk.restock(name, settings.wallClock().millis()));
        }
        flushSoon();
    }

    /** The singleton found an acting leader. */
    private Behavior<Message> onKnown(Known message) {
        LeaderKnown known = message.known();
        if (known.leader() != null
                && known.leaseRemainingMillis() > 0
                && !known.leader().equals(address)
                && !leader.leads()) {
            ActorRefResolver.get(getContext().getSystem())
                    .<Message>resolveActorRef(known.leader())
                    .tell(new HandOver());
        }
        return this;
    }

    private Behavior<Message> resign(boolean thenStop) {
        stopping = thenStop;
        leader.resign(now());
        return next();
    }

    /** After each step: a retired leader answers nothing more. The singleton begins anew, as a candidate. */
    private Behavior<Message> next() {
        if (!retired) {
            return this;
        }
        if (loader != null) {
            getContext().stop(loader);
        }
        return singleton && !stopping ? create(settings, true) : Behaviors.stopped();
    }

    // ---- front-ends -------------------------------------------------------------------------------------------------

    private Behavior<Message> onAskLease(AskLease ask) {
        frontEnds.put(ask.frontEnd(), ask.replyTo());
        leader.onLeaseAsked(ask.frontEnd(), ask.askedAt(), now());
        return next();
    }

    private Behavior<Message> onInvalidated(Invalidated message) {
        leader.onInvalidated(message.frontEnd(), message.epoch(), message.index(), now());
        return next();
    }

    private Behavior<Message> onReadOrders(ReadOrders read) {
        long now = now();
        int slot = leader.leaseRunning(now) && leader.established() ? leader.slotHolding(leader.released(), now) : 0;
        if (slot > 0) {
            settings.replicas()
                    .tell(
                            slot,
                            new OrderReplica.ReadOrders(
                                    read.request(),
                                    read.afterNumber(),
                                    read.limit(),
                                    leader.released(),
                                    read.replyTo()));
        }
        return this;
    }

    private Behavior<Message> onGetStatus(GetStatus get) {
        long now = now();
        get.replyTo()
                .tell(new Status(
                        settings.node(),
                        leader.epoch(),
                        leader.lastIndex(),
                        leader.released(),
                        leader.leaseRunning(now),
                        desk.state().opened(),
                        leader.peers(now)));
        return this;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    /** What the protocol itself writes goes past the desk too, so that its state keeps in step with the log. */
    private final class ProtocolEntries implements LeaderOutput.Entries {
        @Override
        public byte[] leaderElected(long epoch) {
            return noted(new Entry.LeaderElected(
                    epoch, settings.node(), settings.wallClock().millis()));
        }

        @Override
        public byte[] replicaJoined(int slot) {
            return noted(new Entry.ReplicaJoined(slot));
        }

        private byte[] noted(Entry entry) {
            desk.apply(leader.lastIndex() + 1, entry);
            return EntryCodec.encode(entry);
        }
    }

    /** Carries out what the rules ask for. */
    private final class Output implements LeaderOutput {
        @Override
        public void toReplica(int slot, ReplicaMessage message) {
            settings.replicas().tell(slot, new OrderReplica.Deliver(message, address, replies));
        }

        @Override
        public void toFrontEnd(String frontEnd, FrontEndMessage message) {
            ActorRef<ToFrontEnd> to = frontEnds.get(frontEnd);
            if (to != null) {
                to.tell(new AboutCache(message));
            }
        }

        @Override
        public void fetch(int slot, long fromIndex) {
            settings.replicas().tell(slot, new OrderReplica.Fetch(fromIndex, fetches));
        }

        @Override
        public void load(int slot, long lastIndex) {
            if (loader == null) {
                loader = getContext()
                        .spawnAnonymous(StateLoader.create(settings, slot, lastIndex, leader.epoch(), loads));
            }
        }

        @Override
        public void released(long index) {
            pending.release(index, leader.leaseRunning(now()));
        }

        @Override
        public void retired(String reason) {
            getContext().getLog().info("{}: leader of epoch {} retires: {}", settings.store(), leader.epoch(), reason);
            retired = true;
        }
    }
}
