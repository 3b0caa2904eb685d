package menhir.frontend;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import menhir.leader.OrderLeader;
import menhir.leader.OrderLeader.AboutCache;
import menhir.leader.OrderLeader.Answers;
import menhir.leader.OrderLeader.AskLease;
import menhir.leader.OrderLeader.ToFrontEnd;
import menhir.replica.CatalogReplica;
import menhir.replica.CatalogReplica.TopicRead;
import menhir.replica.CatalogReplica.ValueRead;
import menhir.replica.CatalogReplica.Wake;
import menhir.replica.OrderReplica.LeaderKnown;
import menhir.replica.OrderReplica.OrdersRead;
import menhir.replica.OrderReplica.OrdersReply;
import menhir.replica.OrderReplica.WhoLeads;
import menhir.replication.CoherentCache;
import menhir.replication.FrontEndMessage;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.service.StoreService.CacheView;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Topic;
import menhir.store.CacheKeys;
import org.jspecify.annotations.Nullable;

/**
 * A store's front door on one node. It keeps the item cache under the leader's lease, carries commands to the leader, and
 * again to the next one when that one dies, each under one key, so that it is done once.
 *
 * <p>Nothing here is durable. All that waits here is bounded in number and in time: {@link FrontEndSettings}. Requests come
 * with the future that they complete; HTTP's threads are the only ones that call.
 */
public final class FrontEnd extends AbstractBehavior<FrontEnd.Command> {

    /** What a front-end takes; all from its own node. */
    public sealed interface Command {}

    /** What does the store keep under this name? */
    record Look(String name, CompletableFuture<Lookup> answer) implements Command {}

    /** What is the item with this number? */
    record LookNumber(long number, CompletableFuture<Lookup> answer) implements Command {}

    /** What are the items of this topic? */
    record LookTopic(String topic, CompletableFuture<Topic> answer) implements Command {}

    /** Do this, once. */
    record Do(menhir.store.Command command, CompletableFuture<Done> answer) implements Command {}

    /** Orders with numbers above {@code after}. */
    record ReadOrders(long after, int limit, CompletableFuture<OrdersRead> answer) implements Command {}

    /** From which index on is a read of the whole catalog current? */
    record DemandForAll(CompletableFuture<Long> answer) implements Command {}

    /** The leader, if one is known. */
    record WhoIsLeader(CompletableFuture<@Nullable ActorRef<OrderLeader.Message>> answer) implements Command {}

    record ViewCache(CompletableFuture<CacheView> answer) implements Command {}

    private record FromLeader(ToFrontEnd message) implements Command {}

    private record Known(LeaderKnown known) implements Command {}

    private record Read(CatalogReplica.Answer answer) implements Command {}

    private record GotOrders(OrdersReply reply) implements Command {}

    private record Flush() implements Command {}

    private record Tick() implements Command {}

    private static final int FEW = 4;
    /** Akka's scheduler is too coarse for so short a wait. What runs here is a message to an actor, no more. */
    private static final Executor GATHERING =
            CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, Runnable::run);

    private final FrontEndSettings settings;
    private final CoherentCache<CacheValue> cache;
    private final PendingCommands commands;
    private final PendingLookups lookups;
    private final LeaseWaiters demands;
    private final PendingOrderReads orderReads;
    private final ActorRef<ToFrontEnd> fromLeader;
    private final ActorRef<LeaderKnown> known;
    private @Nullable KnownLeader leader;
    private long askedLeaseAt = Long.MIN_VALUE / 2;
    private long grantedAt = Long.MIN_VALUE / 2;
    private long searchedAt = Long.MIN_VALUE / 2;
    private boolean flushing;
    private long hits;
    private long misses;

    private FrontEnd(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            FrontEndSettings settings,
            ReplicaSelector turns,
            BackendMetrics meter) {
        super(context);
        context.setLoggerName(FrontEnd.class);
        this.settings = settings;
        this.cache = new CoherentCache<>(settings.cacheCapacity());
        this.fromLeader = context.messageAdapter(ToFrontEnd.class, FromLeader::new);
        this.known = context.messageAdapter(LeaderKnown.class, Known::new);
        this.commands = new PendingCommands(settings, fromLeader, meter);
        this.lookups = new PendingLookups(
                settings, turns, cache, context.messageAdapter(CatalogReplica.Answer.class, Read::new), meter);
        this.demands = new LeaseWaiters(settings, cache);
        this.orderReads = new PendingOrderReads(settings, context.messageAdapter(OrdersReply.class, GotOrders::new));
        timers.startTimerWithFixedDelay(
                new Tick(), Duration.ofMillis(Math.max(1, settings.timing().heartbeatMillis() / 4)));
    }

    public static Behavior<Command> create(FrontEndSettings settings, ReplicaSelector turns, BackendMetrics meter) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new FrontEnd(context, timers, settings, turns, meter)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Look.class, this::onLook)
                .onMessage(LookNumber.class, this::onLookNumber)
                .onMessage(LookTopic.class, this::onLookTopic)
                .onMessage(Do.class, this::onDo)
                .onMessage(FromLeader.class, this::onFromLeader)
                .onMessage(Read.class, this::onRead)
                .onMessage(Flush.class, this::onFlush)
                .onMessage(ReadOrders.class, this::onReadOrders)
                .onMessage(GotOrders.class, this::onGotOrders)
                .onMessage(Known.class, this::onKnown)
                .onMessage(Tick.class, this::onTick)
                .onMessage(DemandForAll.class, this::onDemandForAll)
                .onMessage(WhoIsLeader.class, this::onWhoIsLeader)
                .onMessage(ViewCache.class, this::onViewCache)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    // ---- lookups ----------------------------------------------------------------------------------------------------

    private Behavior<Command> onLook(Look look) {
        long now = now();
        if (cache.get(CacheKeys.ofValue(look.name()), now) instanceof CacheValue.OfValue cached) {
            hits++;
            look.answer().complete(cached.hit());
        } else {
            misses++;
            lookups.begin(
                    new CatalogQuery.ValueNamed(look.name()), new PendingReply<>(look.answer(), FrontEnd::miss), now);
        }
        return this;
    }

    private Behavior<Command> onLookNumber(LookNumber look) {
        long now = now();
        if (cache.get(CacheKeys.ofNumber(look.number()), now) instanceof CacheValue.OfNumber cached) {
            if (cached.name() != null) {
                return onLook(new Look(cached.name(), look.answer()));
            }
            hits++;
            look.answer().complete(new Lookup(null, true));
        } else {
            misses++;
            lookups.begin(
                    new CatalogQuery.ItemNumbered(look.number()),
                    new PendingReply<>(look.answer(), FrontEnd::miss),
                    now);
        }
        return this;
    }

    private static Lookup miss(CatalogReplica.Answer answer) {
        return new Lookup(((ValueRead) answer).value(), false);
    }

    private Behavior<Command> onLookTopic(LookTopic look) {
        long now = now();
        if (cache.get(CacheKeys.ofTopic(look.topic()), now) instanceof CacheValue.OfTopic cached) {
            hits++;
            look.answer().complete(new Topic(cached.items(), cached.complete(), true));
        } else {
            misses++;
            PendingReply<Topic> asker = new PendingReply<>(look.answer(), answer -> {
                TopicRead read = (TopicRead) answer;
                return new Topic(read.items(), read.complete(), false);
            });
            lookups.begin(new CatalogQuery.ItemsOfTopic(look.topic()), asker, now);
        }
        return this;
    }

    private Behavior<Command> onRead(Read message) {
        lookups.onRead(message.answer(), now());
        return this;
    }

    private Behavior<Command> onDemandForAll(DemandForAll message) {
        demands.begin(message.answer(), now());
        return this;
    }

    // ---- commands ---------------------------------------------------------------------------------------------------

    private Behavior<Command> onDo(Do request) {
        commands.begin(request.command(), request.answer(), now());
        flushSoon();
        return this;
    }

    /**
     * All commands that have come meanwhile leave in one message. Where there are few, the flush stands behind them in the
     * mailbox; where there are many, it waits a moment for those whose clients have been answered just now.
     */
    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            ActorRef<Command> self = getContext().getSelf();
            if (commands.count() <= FEW) {
                self.tell(new Flush());
            } else {
                GATHERING.execute(() -> self.tell(new Flush()));
            }
        }
    }

    private Behavior<Command> onFlush(Flush flush) {
        flushing = false;
        commands.send(leader, now());
        return this;
    }

    // ---- orders -----------------------------------------------------------------------------------------------------

    private Behavior<Command> onReadOrders(ReadOrders read) {
        orderReads.begin(read.after(), read.limit(), read.answer(), now());
        return this;
    }

    private Behavior<Command> onGotOrders(GotOrders message) {
        orderReads.onReply(message.reply(), leader, now());
        return this;
    }

    // ---- the leader -------------------------------------------------------------------------------------------------

    private Behavior<Command> onFromLeader(FromLeader message) {
        if (message.message() instanceof Answers answers) {
            answers.answers().forEach(commands::onAnswer);
        } else if (message.message() instanceof AboutCache about) {
            onAboutCache(about.message());
        }
        return this;
    }

    private void onAboutCache(FrontEndMessage message) {
        long now = now();
        long generation = cache.generation();
        if (message instanceof LeaseGranted granted) {
            cache.onGranted(granted, now);
            grantedAt = now;
            if (leader != null && granted.epoch() > leader.epoch()) {
                search(now);
            }
        } else if (message instanceof Invalidate invalidate && cache.onInvalidate(invalidate) && leader != null) {
            if (invalidate.epoch() == leader.epoch()) {
                leader.ref()
                        .tell(new OrderLeader.Invalidated(settings.frontEnd(), invalidate.epoch(), invalidate.index()));
            }
        }
        if (generation != cache.generation()) {
            lookups.startAgain(now);
        } else {
            lookups.onLease(now);
        }
        demands.tick(now);
    }

    private Behavior<Command> onKnown(Known message) {
        LeaderKnown heard = message.known();
        if (heard.leader() != null && (leader == null || heard.epoch() > leader.epoch())) {
            ActorRefResolver resolver = ActorRefResolver.get(getContext().getSystem());
            leader = new KnownLeader(resolver.resolveActorRef(heard.leader()), heard.epoch());
            askLease(now());
            commands.sendAllAgain(leader, now());
        }
        return this;
    }

    private void askLease(long now) {
        askedLeaseAt = now;
        if (leader != null) {
            leader.ref().tell(new AskLease(settings.frontEnd(), now, fromLeader));
        }
    }

    private Behavior<Command> onTick(Tick tick) {
        long now = now();
        long lease = settings.timing().cacheLeaseMillis();
        if (now - askedLeaseAt >= (cache.leaseRunning(now) ? lease / 4 : lease / 16)) {
            askLease(now);
        }
        boolean silent = now - grantedAt >= lease / 2;
        if (now - searchedAt >= (silent ? lease / 16 : lease)) {
            search(now);
        }
        commands.tick(leader, now);
        lookups.tick(now);
        demands.tick(now);
        orderReads.tick(leader, now);
        return this;
    }

    /**
     * Looks for a leader; without need, now and then, for another reason: sharding then knows where all replicas are. When
     * the node that could tell is gone, it is too late to ask.
     */
    private void search(long now) {
        searchedAt = now;
        settings.replicas().tellAll(() -> new WhoLeads(known));
        settings.catalogs().tellAll(Wake::new);
    }

    private Behavior<Command> onWhoIsLeader(WhoIsLeader message) {
        message.answer().complete(leader == null ? null : leader.ref());
        return this;
    }

    private Behavior<Command> onViewCache(ViewCache view) {
        List<String> items = new ArrayList<>();
        List<String> topics = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        cache.forEach((key, cached) -> {
            if (cached instanceof CacheValue.OfTopic topic) {
                topics.add(topic.topic());
            } else if (cached instanceof CacheValue.OfNumber number) {
                numbers.add(number.number());
            } else {
                items.add(key);
            }
        });
        view.answer()
                .complete(new CacheView(
                        settings.store(),
                        cache.size(),
                        cache.capacity(),
                        cache.leaseRunning(now()),
                        hits,
                        misses,
                        cache.invalidations(),
                        items,
                        topics,
                        numbers));
        return this;
    }

    private Behavior<Command> onPostStop(PostStop signal) {
        commands.failAll();
        lookups.failAll();
        demands.failAll();
        orderReads.failAll();
        return this;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
