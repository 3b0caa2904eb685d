package menhir.replica.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.Signal;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import menhir.journal.Damage;
import menhir.journal.LogReader;
import menhir.replica.LogReplies.DigestRead;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.LogReplies.LogSummary;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.LogReplies.ReleasedEntries;
import menhir.replica.OrderRead;
import menhir.replica.SlotLog;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.LogEntry;
import menhir.replication.LogPosition;
import menhir.replication.Replica;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaReply;
import menhir.replication.ReplicaState;
import menhir.replication.Timing;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * A replica of a store's order log: the actor around {@link SlotLog}.
 *
 * <p>Durable, through its child {@link OrderLog}: the log, the promised epoch, the membership. If the child's journal
 * fails, both stop and start again: what is on the disk is then found by recovery, never guessed. If what is on the disk is
 * damaged, the replica logs that once and stays {@linkplain LogSummary#failure() failed} until the process ends.
 */
public final class OrderReplica extends AbstractBehavior<OrderReplica.Command> {

    /** The sharded entity; {@link SlotEntity} makes its ids. */
    public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "order-replica");

    public sealed interface Command {}

    /**
     * A leader's or candidate's message.
     *
     * @param leader address of its actor, for those who look for the leader
     */
    public record Deliver(ReplicaMessage message, String leader, ActorRef<ReplicaReply> replyTo) implements Command {}

    /** Reads entries, released or not: for leaders only. */
    public record Fetch(long fromIndex, ActorRef<Fetched> replyTo) implements Command, CborMessage {}

    /** Reads released entries above {@code after}; waits for the first one up to {@code waitMillis}. */
    public record ReadReleased(long after, int limit, long waitMillis, ActorRef<ReleasedEntries> replyTo)
            implements Command, CborMessage {}

    /** Reads orders. */
    public record ReadOrders(OrderRead read, ActorRef<OrdersReply> replyTo) implements Command, CborMessage {}

    /** Asks which leader this replica knows. */
    public record GetLeader(ActorRef<LeaderKnown> replyTo) implements Command, CborMessage {}

    /** Asks for the end of the log and the membership. */
    public record GetSummary(ActorRef<LogSummary> replyTo) implements Command, CborMessage {}

    /** Computes the digest of the log up to {@code index}, once that is released, within {@code waitMillis}. */
    public record ReadDigest(long index, long waitMillis, ActorRef<DigestRead> replyTo)
            implements Command, CborMessage {}

    private record FromLog(OrderLog.Progress progress) implements Command {}

    private record ReadDone(Runnable action) implements Command {}

    private record Tick() implements Command {}

    private static final Duration TICK = Duration.ofMillis(250);

    private final String store;
    private final int slot;
    private final LogReader reader;
    private final LocalOrders localOrders;
    private final ReleasedDigests digests;
    private final ActorRef<OrderLog.Persist> log;
    private final SlotLog slotLog;
    private final Supplier<@Nullable String> outage;
    private final LogMetrics metrics;
    private Runnable endWrite = () -> {};
    private @Nullable Throwable damage;
    private long published;

    private OrderReplica(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SlotEntity entity,
            Timing timing,
            LocalOrders localOrders,
            long idleSince,
            Supplier<@Nullable String> outage,
            LogMetrics metrics) {
        super(context);
        this.outage = outage;
        this.metrics = metrics;
        context.setLoggerName(OrderReplica.class);
        this.store = entity.store();
        this.slot = entity.slot();
        this.reader = new LogReader(context.getSystem(), entity.store(), entity.slot());
        this.localOrders = localOrders;
        this.digests = new ReleasedDigests(reader);
        this.log = context.spawn(
                OrderLog.create(entity, context.messageAdapter(OrderLog.Progress.class, FromLog::new)), "log");
        context.watch(log);
        // The leases that the replica before this one granted may run until a lease after that.
        this.slotLog = new SlotLog(
                slot, timing, (started, now) -> new Replica(slot, timing, started, idleSince), new Output());
        timers.startTimerWithFixedDelay(new Tick(), TICK);
    }

    /**
     * The replica of a slot.
     *
     * @param localOrders is told what is released in this slot
     * @param idleSince a time, in milliseconds of {@link System#nanoTime}, since when no replica of the slot has run; it is
     *     asked at each start of the actor
     * @param outage says why the slot's database does not answer at present; null if it does. Thread-safe
     * @param metrics of the store
     */
    public static Behavior<Command> create(
            SlotEntity entity,
            Timing timing,
            LocalOrders localOrders,
            LongSupplier idleSince,
            Supplier<@Nullable String> outage,
            LogMetrics metrics) {
        Behavior<Command> replica = Behaviors.setup(context -> Behaviors.withTimers(timers -> new OrderReplica(
                context, timers, entity, timing, localOrders, idleSince.getAsLong(), outage, metrics)));
        return JournalFailedException.supervised(replica);
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
                .onMessage(GetLeader.class, this::onGetLeader)
                .onMessage(ReadDigest.class, this::onReadDigest)
                .onMessage(GetSummary.class, this::onGetSummary)
                .onMessage(Tick.class, this::onTick)
                .onSignal(ChildFailed.class, this::onLogFailed)
                .onSignal(PostStop.class, this::onEnd)
                .onSignal(PreRestart.class, this::onEnd)
                .build();
    }

    private Behavior<Command> onDeliver(Deliver deliver) {
        slotLog.onMessage(deliver.message(), deliver.leader(), deliver.replyTo()::tell, now());
        publish();
        return this;
    }

    private void publish() {
        ReplicaState state = slotLog.state();
        if (state != null && slotLog.released() > published) {
            published = slotLog.released();
            localOrders.publish(reader, state, published);
        }
    }

    private Behavior<Command> onFromLog(FromLog message) {
        if (!message.progress().log().equals(log)) {
            return this;
        }
        if (message.progress() instanceof OrderLog.Progress.Recovered recovered) {
            ReplicaState state = recovered.state();
            getContext()
                    .getLog()
                    .info(
                            "{} in slot {}: log recovered: {} entries, epoch {}, {}",
                            store,
                            slot,
                            state.lastIndex(),
                            state.epoch(),
                            state.member() ? "member" : "blank");
            slotLog.onRecovered();
        } else if (message.progress() instanceof OrderLog.Progress.Persisted persisted) {
            endWrite.run();
            slotLog.onPersisted(persisted.state(), now());
            publish();
        }
        return this;
    }

    private Behavior<Command> onFetch(Fetch fetch) {
        slotLog.fetch(fetch.fromIndex(), fetch.replyTo()::tell);
        return this;
    }

    private Behavior<Command> onReadReleased(ReadReleased read) {
        slotLog.readReleased(read.after(), read.limit(), read.waitMillis(), read.replyTo()::tell, now());
        return this;
    }

    private Behavior<Command> onReadOrders(ReadOrders read) {
        slotLog.readOrders(read.read(), read.replyTo()::tell);
        return this;
    }

    private Behavior<Command> onReadDigest(ReadDigest read) {
        slotLog.readDigest(read.index(), read.waitMillis(), read.replyTo()::tell, now());
        return this;
    }

    private Behavior<Command> onGetLeader(GetLeader get) {
        get.replyTo().tell(slotLog.leader(now()));
        return this;
    }

    private Behavior<Command> onGetSummary(GetSummary get) {
        LogSummary summary = slotLog.summary();
        String away = outage.get();
        if (away != null) {
            get.replyTo().tell(new LogSummary(false, summary == null ? 0 : summary.lastIndex(), away));
        } else if (summary != null) {
            get.replyTo().tell(summary);
        }
        return this;
    }

    private Behavior<Command> onReadDone(ReadDone done) {
        done.action().run();
        if (damage != null) {
            getContext().stop(log);
            return damaged(damage);
        }
        return this;
    }

    private Behavior<Command> onLogFailed(ChildFailed failed) {
        Throwable cause = failed.getCause();
        if (Damage.isIn(cause)) {
            return damaged(cause);
        }
        getContext()
                .getLog()
                .warn("{} in slot {}: the log has failed and is read again: {}", store, slot, Damage.describe(cause));
        throw new JournalFailedException(cause);
    }

    private Behavior<Command> onEnd(Signal signal) {
        localOrders.withdraw(reader);
        return this;
    }

    /** Only says that it has failed. A restart would find the same bytes. */
    private Behavior<Command> damaged(Throwable cause) {
        localOrders.withdraw(reader);
        String reason = Damage.describe(cause);
        getContext()
                .getLog()
                .error(
                        "{} in slot {}: the log cannot be read and this replica has FAILED ({}); {}",
                        store,
                        slot,
                        reason,
                        Damage.ADVICE);
        return Behaviors.receive(Command.class)
                .onMessage(GetSummary.class, get -> {
                    get.replyTo().tell(new LogSummary(false, 0, "the log is damaged: " + reason));
                    return Behaviors.same();
                })
                .onAnyMessage(ignored -> Behaviors.same())
                .onSignal(Terminated.class, stopped -> Behaviors.same())
                .build();
    }

    private Behavior<Command> onTick(Tick tick) {
        slotLog.tick(now());
        return this;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    private final class Output implements SlotLog.Output {
        @Override
        public long newNonce() {
            return ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        }

        @Override
        public void persist(List<ReplicaEvent> events) {
            endWrite = metrics.startWrite(events);
            log.tell(new OrderLog.Persist(events));
        }

        @Override
        public void read(
                ReplicaState state,
                long fromIndex,
                int maxEntries,
                int maxBytes,
                Consumer<@Nullable List<LogEntry>> whenRead) {
            pipe(reader.read(state, fromIndex, maxEntries, maxBytes), whenRead);
        }

        @Override
        public void digest(ReplicaState state, long index, Consumer<@Nullable String> whenRead) {
            pipe(digests.upTo(state, index), whenRead);
        }

        @Override
        public void truncated(long fromIndex, long toIndex, long leaderEpoch) {
            getContext()
                    .getLog()
                    .warn(
                            "{} in slot {}: entries {} to {} are deleted: the leader of epoch {} has others there,"
                                    + " and no majority held these",
                            store,
                            slot,
                            fromIndex,
                            toIndex,
                            leaderEpoch);
        }

        @Override
        public void membershipLost(LogPosition position, @Nullable LogPosition known) {
            getContext()
                    .getLog()
                    .error(
                            "{} in slot {}: this disk is an OLD COPY: it is at {}, but this slot was at {} before. The replica"
                                    + " counts in no majority until it has the whole log again from the others",
                            store,
                            slot,
                            position,
                            known);
        }

        @Override
        public void truncationRefused(long fromIndex, long released, long leaderEpoch) {
            getContext()
                    .getLog()
                    .error(
                            "{} in slot {}: the leader of epoch {} wants to replace entries from {} on, but entries up to {}"
                                    + " are released. Nothing is deleted. Other replicas may have been started from old"
                                    + " copies of their disks",
                            store,
                            slot,
                            leaderEpoch,
                            fromIndex,
                            released);
        }

        private <T> void pipe(CompletionStage<T> read, Consumer<@Nullable T> whenRead) {
            getContext()
                    .pipeToSelf(
                            read,
                            (result, failure) -> new ReadDone(() -> {
                                if (Damage.isIn(failure)) {
                                    damage = failure;
                                } else if (failure != null) {
                                    getContext()
                                            .getLog()
                                            .warn(
                                                    "{} in slot {}: reading the log failed: {}",
                                                    store,
                                                    slot,
                                                    failure.toString());
                                }
                                whenRead.accept(failure == null ? result : null);
                            }));
        }
    }
}
