package menhir.replica;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import menhir.journal.LogReader;
import menhir.replication.EntryWindow;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.LogEntry;
import menhir.replication.Replica;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.SuffixDropped;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Canvass;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaReply;
import menhir.replication.ReplicaState;
import menhir.replication.Timing;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * One replica of a store's order log: a shell around {@link Replica}, which holds the rules.
 *
 * <p>Durable (through its child {@link OrderLog}): the log, the promised epoch, the membership. An answer to a leader
 * leaves only after all that it speaks of is on disk. One leader's message is worked on at a time; those that come
 * meanwhile wait in a short queue, and the leader sends again what does not fit.
 *
 * <p>Only entries that a leader called released are shown to anyone but a leader.
 */
public final class OrderReplica extends AbstractBehavior<OrderReplica.Command> {

    /** The sharded entity; its id is made by {@link SlotEntity}. */
    public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "order-replica");

    /** What a replica takes. */
    public sealed interface Command {}

    /**
     * A leader's, or a candidate's, message.
     *
     * @param leader address of the leader's actor, for those who look for it
     */
    public record Deliver(ReplicaMessage message, String leader, ActorRef<ReplicaReply> replyTo)
            implements Command, CborMessage {}

    /** Entries as they stand here, released or not: for a leader only. */
    public record Fetch(long fromIndex, ActorRef<Fetched> replyTo) implements Command, CborMessage {}

    /** Released entries above {@code after}; waits for the first one up to {@code waitMillis}. */
    public record ReadReleased(long after, int limit, long waitMillis, ActorRef<Released> replyTo)
            implements Command, CborMessage {}

    /**
     * Orders with numbers above {@code afterNumber}.
     *
     * @param vouchedIndex a leader's word that entries up to here are released; 0 for none
     */
    public record ReadOrders(
            long request, long afterNumber, int limit, long vouchedIndex, ActorRef<OrdersReply> replyTo)
            implements Command, CborMessage {}

    /** Who leads, as far as is known here? */
    public record WhoLeads(ActorRef<LeaderKnown> replyTo) implements Command, CborMessage {}

    /** How does this replica stand, as far as it knows itself? */
    public record GetStanding(ActorRef<Standing> replyTo) implements Command, CborMessage {}

    /** SHA-256 over the log up to {@code index}; waits up to {@code waitMillis} until that is released here. */
    public record ReadDigest(long index, long waitMillis, ActorRef<DigestRead> replyTo)
            implements Command, CborMessage {}

    /** Released entries, the first at {@code after + 1}; {@code released} is how far the log is released here. */
    public record Released(int slot, long after, List<LogEntry> entries, long released) implements CborMessage {}

    /** To {@link ReadOrders}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = OrdersRead.class, name = "read"),
        @JsonSubTypes.Type(value = OrdersBehind.class, name = "behind")
    })
    public sealed interface OrdersReply extends CborMessage {
        long request();
    }

    /** The entries of orders in the order of their numbers; {@code lastNumber} is the highest that is released. */
    public record OrdersRead(long request, List<LogEntry> entries, long lastNumber) implements OrdersReply {}

    /** This replica may lag: it cannot say that there are no more orders than these. */
    public record OrdersBehind(long request) implements OrdersReply {}

    /** The leader of the highest epoch seen; {@code leaseRemainingMillis} is 0 when it may be gone. */
    public record LeaderKnown(
            int slot, long epoch, @Nullable String leader, long leaseRemainingMillis) implements CborMessage {}

    /** The end of its log, and whether it may vote. */
    public record Standing(boolean member, long lastIndex) implements CborMessage {}

    /** Hexadecimal. */
    public record DigestRead(int slot, long index, String digest) implements CborMessage {}

    private record FromLog(OrderLog.Progress progress) implements Command {}

    private record ReadDone(Runnable reply) implements Command {}

    private record Tick() implements Command {}

    private record Waiter(long index, long deadline, Consumer<Boolean> whenReached) {}

    private static final int MAX_QUEUE = 64;
    private static final int MAX_WAITERS = 2_000;
    private static final int MAX_READS = 128;
    private static final int WINDOW_ENTRIES = 4_096;
    private static final int READ_ENTRIES = 1_000;
    private static final int READ_BYTES = 96 * 1024;
    private static final Duration TICK = Duration.ofMillis(100);

    private final int slot;
    private final Timing timing;
    private final LogReader reader;
    private final ReleasedDigests digest;
    private final ActorRef<OrderLog.Persist> log;

    private final Deque<Deliver> queue = new ArrayDeque<>();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private @Nullable Replica replica;
    private EntryWindow window = new EntryWindow(1, 0);
    private Replica.@Nullable Step persisting;
    private @Nullable Deliver answering;
    private int reads;
    private @Nullable String leader;
    private long leaderEpoch;

    private OrderReplica(
            ActorContext<Command> context, TimerScheduler<Command> timers, SlotEntity entity, Timing timing) {
        super(context);
        context.setLoggerName(OrderReplica.class);
        this.slot = entity.slot();
        this.timing = timing;
        this.reader = new LogReader(context.getSystem(), entity.store(), entity.slot());
        this.digest = new ReleasedDigests(reader);
        this.log = context.spawn(
                OrderLog.create(entity, context.messageAdapter(OrderLog.Progress.class, FromLog::new)), "log");
        context.watch(log);
        timers.startTimerWithFixedDelay(new Tick(), TICK);
    }

    public static Behavior<Command> create(SlotEntity entity, Timing timing) {
        return Behaviors.supervise(Behaviors.<Command>setup(
                        context -> Behaviors.withTimers(timers -> new OrderReplica(context, timers, entity, timing))))
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Deliver.class, this::onDeliver)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(Fetch.class, this::onFetch)
                .onMessage(ReadReleased.class, this::onReadReleased)
                .onMessage(ReadOrders.class, this::onReadOrders)
                .onMessage(ReadDone.class, this::onReadDone)
                .onMessage(WhoLeads.class, this::onWhoLeads)
                .onMessage(ReadDigest.class, this::onReadDigest)
                .onMessage(GetStanding.class, this::onGetStanding)
                .onMessage(Tick.class, this::onTick)
                .build();
    }

    // ---- the leader's messages --------------------------------------------------------------------------------------

    private Behavior<Command> onDeliver(Deliver deliver) {
        if (queue.size() < MAX_QUEUE) {
            queue.add(deliver);
            workOn();
        }
        return this;
    }

    private void workOn() {
        while (replica != null && persisting == null && !queue.isEmpty()) {
            work(replica, queue.removeFirst());
        }
    }

    private void work(Replica rules, Deliver deliver) {
        ReplicaMessage message = deliver.message();
        long now = now();
        if (message instanceof Canvass canvass) {
            deliver.replyTo().tell(rules.onCanvass(canvass, now));
        } else if (message instanceof Prepare prepare) {
            take(rules.onPrepare(prepare, now), deliver);
        } else if (message instanceof Append append) {
            if (append.epoch() >= rules.state().epoch()) {
                leader = deliver.leader();
                leaderEpoch = append.epoch();
            }
            take(rules.onAppend(append, now), deliver);
        } else if (message instanceof Resign resign) {
            rules.onResign(resign, now);
        }
    }

    private void take(Replica.Step step, Deliver deliver) {
        if (step.events().isEmpty()) {
            deliver.replyTo().tell(step.reply());
            wakeWaiters();
        } else {
            persisting = step;
            answering = deliver;
            log.tell(new OrderLog.Persist(step.events()));
        }
    }

    private Behavior<Command> onFromLog(FromLog message) {
        if (message.progress() instanceof OrderLog.Progress.Recovered recovered) {
            ReplicaState state = recovered.state();
            replica =
                    new Replica(slot, timing, state, ThreadLocalRandom.current().nextLong(), now());
            window = new EntryWindow(WINDOW_ENTRIES, state.lastIndex());
            getContext()
                    .getLog()
                    .info(
                            "slot {}: log recovered, {} entries, epoch {}, {}",
                            slot,
                            state.lastIndex(),
                            state.epoch(),
                            state.member() ? "member" : "blank");
        } else if (message.progress() instanceof OrderLog.Progress.Persisted persisted
                && replica != null
                && persisting != null
                && answering != null) {
            replica.persisted(persisting, persisted.state());
            persisting.events().forEach(this::remember);
            answering.replyTo().tell(persisting.reply());
            persisting = null;
            answering = null;
            wakeWaiters();
        }
        workOn();
        return this;
    }

    private void remember(ReplicaEvent event) {
        if (event instanceof SuffixDropped dropped) {
            window.dropFrom(dropped.fromIndex());
        } else if (event instanceof EntriesAppended appended) {
            appended.entries().forEach(window::add);
        }
    }

    private Behavior<Command> onFetch(Fetch fetch) {
        if (replica == null || fetch.fromIndex() > replica.state().lastIndex()) {
            return this;
        }
        long prevEpoch = replica.state().epochAt(fetch.fromIndex() - 1);
        read(fetch.fromIndex(), READ_ENTRIES, entries -> {
            // The promise as it is now: had a later leader changed the log during the read, this tells.
            long epoch = replica == null ? Long.MAX_VALUE : replica.state().epoch();
            boolean member = replica != null && replica.state().member();
            fetch.replyTo().tell(new Fetched(slot, epoch, member, fetch.fromIndex(), prevEpoch, entries));
        });
        return this;
    }

    // ---- readers ----------------------------------------------------------------------------------------------------

    private Behavior<Command> onReadReleased(ReadReleased request) {
        await(request.after() + 1, request.waitMillis(), reached -> {
            long released = released();
            if (!reached || released <= request.after()) {
                request.replyTo().tell(new Released(slot, request.after(), List.of(), released));
                return;
            }
            int limit = (int) Math.min(Math.min(request.limit(), READ_ENTRIES), released - request.after());
            read(request.after() + 1, limit, entries -> request.replyTo()
                    .tell(new Released(slot, request.after(), entries, released)));
        });
        return this;
    }

    private Behavior<Command> onReadOrders(ReadOrders request) {
        if (replica == null) {
            request.replyTo().tell(new OrdersBehind(request.request()));
            return this;
        }
        ReplicaState state = replica.state();
        long released = Math.max(released(), request.vouchedIndex());
        boolean vouched = request.vouchedIndex() > 0;
        if (released > state.lastIndex()) {
            request.replyTo().tell(new OrdersBehind(request.request()));
            return this;
        }
        long lastNumber = state.lastNumberAt(released);
        long wanted = request.limit();
        if (!vouched && request.afterNumber() + wanted > lastNumber) {
            request.replyTo().tell(new OrdersBehind(request.request()));
            return this;
        }
        if (request.afterNumber() >= lastNumber) {
            request.replyTo().tell(new OrdersRead(request.request(), List.of(), lastNumber));
            return this;
        }
        long lastWanted = Math.min(lastNumber, request.afterNumber() + wanted);
        long from = state.indexOfNumber(request.afterNumber() + 1);
        long to = state.indexOfNumber(lastWanted);
        read(from, (int) Math.min(READ_ENTRIES, to - from + 1), entries -> request.replyTo()
                .tell(new OrdersRead(
                        request.request(),
                        entries.stream().filter(entry -> entry.number() > 0).toList(),
                        lastNumber)));
        return this;
    }

    private Behavior<Command> onReadDigest(ReadDigest request) {
        await(request.index(), request.waitMillis(), reached -> {
            if (reached && replica != null) {
                long index = request.index();
                pipe(digest.upTo(replica.state(), index), hex -> request.replyTo()
                        .tell(new DigestRead(slot, index, hex)));
            }
        });
        return this;
    }

    private Behavior<Command> onWhoLeads(WhoLeads request) {
        long remaining = replica == null ? timing.leaseMillis() : replica.leaseRemainingMillis(now());
        request.replyTo().tell(new LeaderKnown(slot, leaderEpoch, leader, remaining));
        return this;
    }

    private Behavior<Command> onGetStanding(GetStanding request) {
        if (replica != null) {
            ReplicaState state = replica.state();
            request.replyTo().tell(new Standing(state.member(), state.lastIndex()));
        }
        return this;
    }

    private long released() {
        return replica == null ? 0 : replica.released();
    }

    /** Gives entries that are in the log to {@code reply}: at once from the window, later from the database. */
    private void read(long from, int limit, Consumer<List<LogEntry>> reply) {
        if (replica == null) {
            return;
        }
        if (from >= window.firstIndex() && from <= window.lastIndex()) {
            reply.accept(window.from(from, limit, READ_BYTES));
        } else if (reads < MAX_READS) {
            pipe(reader.read(replica.state(), from, limit, READ_BYTES), reply);
        }
        // Else: too much is being read already. Whoever asks has a deadline and asks again.
    }

    private <T> void pipe(CompletionStage<T> stage, Consumer<T> reply) {
        reads++;
        getContext()
                .pipeToSelf(
                        stage,
                        (value, failure) -> new ReadDone(() -> {
                            if (failure != null || value == null) {
                                getContext()
                                        .getLog()
                                        .warn("slot {}: reading the log failed: {}", slot, String.valueOf(failure));
                            } else {
                                reply.accept(value);
                            }
                        }));
    }

    private Behavior<Command> onReadDone(ReadDone done) {
        reads--;
        done.reply().run();
        return this;
    }

    // ---- waiting for a release --------------------------------------------------------------------------------------

    private void await(long index, long waitMillis, Consumer<Boolean> whenReached) {
        if (released() >= index) {
            whenReached.accept(true);
        } else if (waitMillis <= 0 || waiters.size() >= MAX_WAITERS) {
            whenReached.accept(false);
        } else {
            waiters.add(new Waiter(index, now() + waitMillis, whenReached));
        }
    }

    private void wakeWaiters() {
        long released = released();
        long now = now();
        for (int i = waiters.size(); i > 0; i--) {
            Waiter waiter = waiters.removeFirst();
            if (released >= waiter.index()) {
                waiter.whenReached().accept(true);
            } else if (now >= waiter.deadline()) {
                waiter.whenReached().accept(false);
            } else {
                waiters.add(waiter);
            }
        }
    }

    private Behavior<Command> onTick(Tick tick) {
        wakeWaiters();
        return this;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
