package menhir.frontend.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import menhir.frontend.BackendTimers;
import menhir.frontend.FrontEndSettings;
import menhir.frontend.ReplicaSelector;
import menhir.frontend.StoreFrontEnd;
import menhir.leader.CommandReply;
import menhir.leader.SubmittedCommand;
import menhir.leader.actor.OrderLeader;
import menhir.leader.actor.OrderLeader.AboutCache;
import menhir.leader.actor.OrderLeader.Replies;
import menhir.leader.actor.OrderLeader.ToFrontEnd;
import menhir.replica.CatalogAnswer;
import menhir.replica.CatalogRead;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.LogReplies.OrdersRead;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.OrderRead;
import menhir.replica.actor.CatalogReplica;
import menhir.replica.actor.OrderReplica;
import menhir.replica.actor.SlotRefs;
import menhir.replica.actor.Ticks;
import menhir.replication.HolderClock;
import menhir.service.LeaderContact;
import menhir.service.StoreService.CacheView;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Topic;
import org.jspecify.annotations.Nullable;

/** A store's front-end on one node: the actor around {@link StoreFrontEnd}. Only its own node sends it requests. */
public final class FrontEnd extends AbstractBehavior<FrontEnd.Command> {

    public sealed interface Command {}

    /** Looks up the value of a name. */
    record LookUp(String name, CompletableFuture<Lookup> reply) implements Command {}

    /** Looks up the item with a number. */
    record LookUpNumber(long number, CompletableFuture<Lookup> reply) implements Command {}

    /** Looks up the items of a topic. */
    record LookUpTopic(String topic, CompletableFuture<Topic> reply) implements Command {}

    /** Has a command done, once. */
    record Submit(menhir.store.Command command, CompletableFuture<CommandReply> reply) implements Command {}

    /** Reads orders with numbers above {@code afterNumber}. */
    record ReadOrders(long afterNumber, int limit, CompletableFuture<OrdersRead> reply) implements Command {}

    /** Asks from which index on a read of the whole catalog is current. */
    record GetMinIndex(CompletableFuture<Long> reply) implements Command {}

    /** Asks for the leader; null if none is known. */
    record GetLeader(CompletableFuture<@Nullable ActorRef<OrderLeader.Message>> reply) implements Command {}

    record GetContact(CompletableFuture<LeaderContact> reply) implements Command {}

    record GetCache(CompletableFuture<CacheView> reply) implements Command {}

    private record FromLeader(ToFrontEnd message) implements Command {}

    private record FromSearch(LeaderKnown known) implements Command {}

    private record FromCatalog(CatalogAnswer answer) implements Command {}

    private record FromLog(OrdersReply reply) implements Command {}

    private record Flush() implements Command {}

    private record Tick() implements Command {}

    /** References that a front-end needs. */
    public record FrontEndRefs(SlotRefs<OrderReplica.Command> replicas, SlotRefs<CatalogReplica.Command> catalogs) {}

    /** Akka's scheduler is too coarse for so short a delay. What runs here only sends a message. */
    private static final Executor GATHERING =
            CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, Runnable::run);

    private final FrontEndRefs refs;
    private final String name;
    private final ActorRefResolver resolver;
    private final ActorRef<ToFrontEnd> fromLeader;
    private final ActorRef<LeaderKnown> fromSearch;
    private final ActorRef<CatalogAnswer> fromCatalog;
    private final ActorRef<OrdersReply> fromLog;
    private final HolderClock clock;
    private final StoreFrontEnd frontEnd;
    private final Ticks<Command> ticks;
    private @Nullable String leaderAddress;
    private @Nullable ActorRef<OrderLeader.Message> leader;

    private FrontEnd(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String node,
            FrontEndSettings settings,
            FrontEndRefs refs,
            ReplicaSelector selector,
            BackendTimers metrics) {
        super(context);
        context.setLoggerName(FrontEnd.class);
        this.refs = refs;
        // A new name for each start: replies and leases of an earlier start must not reach this one.
        this.name = node + "/" + UUID.randomUUID();
        this.resolver = ActorRefResolver.get(context.getSystem());
        this.fromLeader = context.messageAdapter(ToFrontEnd.class, FromLeader::new);
        this.fromSearch = context.messageAdapter(LeaderKnown.class, FromSearch::new);
        this.fromCatalog = context.messageAdapter(CatalogAnswer.class, FromCatalog::new);
        this.fromLog = context.messageAdapter(OrdersReply.class, FromLog::new);
        this.clock = HolderClock.ofMachine(settings.timing());
        this.frontEnd = new StoreFrontEnd(settings, selector, metrics, new Output());
        this.ticks = new Ticks<>(timers, new Tick());
        ticks.every(frontEnd.tickMillis(now()));
    }

    /**
     * A front-end.
     *
     * @param node name of its node
     */
    public static Behavior<Command> create(
            String node,
            FrontEndSettings settings,
            FrontEndRefs refs,
            ReplicaSelector selector,
            BackendTimers metrics) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new FrontEnd(context, timers, node, settings, refs, selector, metrics)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(LookUp.class, this::onLookUp)
                .onMessage(LookUpNumber.class, this::onLookUpNumber)
                .onMessage(LookUpTopic.class, this::onLookUpTopic)
                .onMessage(Submit.class, this::onSubmit)
                .onMessage(FromLeader.class, this::onFromLeader)
                .onMessage(FromCatalog.class, this::onFromCatalog)
                .onMessage(Flush.class, this::onFlush)
                .onMessage(ReadOrders.class, this::onReadOrders)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(FromSearch.class, this::onFromSearch)
                .onMessage(Tick.class, this::onTick)
                .onMessage(GetMinIndex.class, this::onGetMinIndex)
                .onMessage(GetLeader.class, this::onGetLeader)
                .onMessage(GetContact.class, this::onGetContact)
                .onMessage(GetCache.class, this::onGetCache)
                .onSignal(PostStop.class, this::onEnd)
                .onSignal(PreRestart.class, this::onEnd)
                .build();
    }

    private Behavior<Command> onLookUp(LookUp lookUp) {
        frontEnd.lookup(lookUp.name(), lookUp.reply(), now());
        return this;
    }

    private Behavior<Command> onLookUpNumber(LookUpNumber lookUp) {
        frontEnd.lookupNumber(lookUp.number(), lookUp.reply(), now());
        return this;
    }

    private Behavior<Command> onLookUpTopic(LookUpTopic lookUp) {
        frontEnd.lookupTopic(lookUp.topic(), lookUp.reply(), now());
        return this;
    }

    private Behavior<Command> onSubmit(Submit submit) {
        frontEnd.submit(submit.command(), submit.reply(), now());
        return this;
    }

    private Behavior<Command> onFlush(Flush flush) {
        frontEnd.flush(now());
        return this;
    }

    private Behavior<Command> onFromLeader(FromLeader message) {
        if (message.message() instanceof Replies replies) {
            frontEnd.onReplies(replies.replies());
        } else if (message.message() instanceof AboutCache about) {
            frontEnd.onCacheMessage(about.message(), now());
            ticks.every(frontEnd.tickMillis(now()));
        }
        return this;
    }

    private Behavior<Command> onFromCatalog(FromCatalog message) {
        frontEnd.onAnswer(message.answer(), now());
        return this;
    }

    private Behavior<Command> onReadOrders(ReadOrders read) {
        frontEnd.readOrders(read.afterNumber(), read.limit(), read.reply(), now());
        return this;
    }

    private Behavior<Command> onFromLog(FromLog message) {
        frontEnd.onOrders(message.reply(), now());
        return this;
    }

    private Behavior<Command> onFromSearch(FromSearch message) {
        frontEnd.onLeaderKnown(message.known(), now());
        return this;
    }

    private Behavior<Command> onGetMinIndex(GetMinIndex get) {
        frontEnd.minIndexForAll(get.reply(), now());
        return this;
    }

    private Behavior<Command> onGetLeader(GetLeader get) {
        String address = frontEnd.leader();
        get.reply().complete(address == null ? null : resolve(address));
        return this;
    }

    private Behavior<Command> onGetContact(GetContact get) {
        get.reply().complete(frontEnd.contact(now()));
        return this;
    }

    private Behavior<Command> onGetCache(GetCache get) {
        get.reply().complete(frontEnd.cacheView(now()));
        return this;
    }

    private Behavior<Command> onTick(Tick tick) {
        frontEnd.tick(now());
        ticks.every(frontEnd.tickMillis(now()));
        return this;
    }

    /** Whether it stops or starts again after a failure: nobody else completes what is pending here. */
    private Behavior<Command> onEnd(Signal signal) {
        frontEnd.stop();
        return this;
    }

    private ActorRef<OrderLeader.Message> resolve(String address) {
        ActorRef<OrderLeader.Message> known = leader;
        if (known != null && address.equals(leaderAddress)) {
            return known;
        }
        ActorRef<OrderLeader.Message> resolved = resolver.resolveActorRef(address);
        leader = resolved;
        leaderAddress = address;
        return resolved;
    }

    private long now() {
        return clock.millis();
    }

    private final class Output implements StoreFrontEnd.Output {
        @Override
        public void submit(String to, long epoch, List<SubmittedCommand> commands) {
            resolve(to).tell(new OrderLeader.Submit(name, epoch, commands, fromLeader));
        }

        @Override
        public void askLease(String of, long askedAt) {
            resolve(of).tell(new OrderLeader.AskLease(name, askedAt, fromLeader));
        }

        @Override
        public void acknowledge(String to, long epoch, long index) {
            resolve(to).tell(new OrderLeader.Invalidated(name, epoch, index));
        }

        @Override
        public void returnLease(String to, long epoch) {
            resolve(to).tell(new OrderLeader.LeaseReturned(name, epoch));
        }

        @Override
        public void findLeader() {
            refs.replicas().tellAll(() -> new OrderReplica.GetLeader(fromSearch));
        }

        @Override
        public void read(int slot, CatalogRead read) {
            refs.catalogs().tell(slot, new CatalogReplica.Read(read, fromCatalog));
        }

        @Override
        public void readOrders(int slot, OrderRead read) {
            refs.replicas().tell(slot, new OrderReplica.ReadOrders(read, fromLog));
        }

        @Override
        public void readOrdersAtLeader(String of, OrderRead read) {
            resolve(of).tell(new OrderLeader.ReadOrders(read, fromLog));
        }

        @Override
        public void flushLater(boolean gather) {
            ActorRef<Command> self = getContext().getSelf();
            if (gather) {
                GATHERING.execute(() -> self.tell(new Flush()));
            } else {
                self.tell(new Flush());
            }
        }
    }
}
