package menhir.replica.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import java.time.Duration;
import java.util.function.Consumer;
import menhir.journal.Damage;
import menhir.replica.CatalogAnswer;
import menhir.replica.CatalogCheckpoint;
import menhir.replica.CatalogDigest;
import menhir.replica.CatalogPage;
import menhir.replica.CatalogRead;
import menhir.replica.HoldsPage;
import menhir.replica.LogReplies.ReleasedEntries;
import menhir.replica.SlotCatalog;
import menhir.replica.StateChunk;
import menhir.store.Entry;
import menhir.store.Order;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * A replica of a store's catalog: the actor around {@link SlotCatalog}. It reads the log of the {@link OrderReplica} in its
 * own slot.
 *
 * <p>Durable, through its child {@link CheckpointStore}: a checkpoint now and then. Without one that can be read, the catalog
 * is rebuilt from the log.
 */
public final class CatalogReplica extends AbstractBehavior<CatalogReplica.Command> {

    /** The sharded entity; {@link SlotEntity} makes its ids. */
    public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "catalog-replica");

    public sealed interface Command {}

    /** Reads a value or the items of a topic. */
    public record Read(CatalogRead read, ActorRef<CatalogAnswer> replyTo) implements Command, CborMessage {}

    /** Reads a page of items with names above {@code after} (null: from the first), of one topic if it is given. */
    public record ReadPage(
            @Nullable String topic,
            @Nullable String after,
            int limit,
            long minIndex,
            long waitMillis,
            ActorRef<CatalogPage> replyTo)
            implements Command, CborMessage {}

    /** Reads a page of active holds, once {@code minIndex} is applied. */
    public record ReadHolds(
            @Nullable String customer,
            long after,
            int limit,
            long minIndex,
            long waitMillis,
            ActorRef<HoldsPage> replyTo)
            implements Command, CborMessage {}

    /** Reads the digest of the catalog at exactly {@code index}, once that is applied, within {@code waitMillis}. */
    public record ReadDigest(long index, long waitMillis, ActorRef<CatalogDigest> replyTo)
            implements Command, CborMessage {}

    /** Asks how many reads were answered here since the start. */
    public record CountReads(ActorRef<ReadsCounted> replyTo) implements Command, CborMessage {}

    /** Exports a chunk of the whole state; position 0 begins. */
    public record Export(int position, ActorRef<StateChunk> replyTo) implements Command, CborMessage {}

    /** To {@link CountReads}. */
    public record ReadsCounted(long reads) implements CborMessage {}

    private record FromCheckpoints(CheckpointStore.Progress progress) implements Command {}

    private record FromLog(ReleasedEntries released) implements Command {}

    private record Tick() implements Command {}

    private static final Duration TICK = Duration.ofMillis(250);

    private final SlotEntity entity;
    private final int keyCapacity;
    private final ActorRef<OrderReplica.Command> log;
    private final Consumer<Order> releasedOrders;
    private final ActorRef<CheckpointStore.Progress> checkpointAdapter;
    private final ActorRef<ReleasedEntries> releasedAdapter;
    private final SlotCatalog catalog;
    private ActorRef<CatalogCheckpoint.Delta> checkpoints;
    private boolean rebuilding;

    private CatalogReplica(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SlotEntity entity,
            int keyCapacity,
            ActorRef<OrderReplica.Command> log,
            Consumer<Order> releasedOrders) {
        super(context);
        context.setLoggerName(CatalogReplica.class);
        this.entity = entity;
        this.keyCapacity = keyCapacity;
        this.log = log;
        this.releasedOrders = releasedOrders;
        this.checkpointAdapter = context.messageAdapter(CheckpointStore.Progress.class, FromCheckpoints::new);
        this.checkpoints = context.spawn(CheckpointStore.create(entity, keyCapacity, checkpointAdapter), "checkpoints");
        context.watch(checkpoints);
        this.releasedAdapter = context.messageAdapter(ReleasedEntries.class, FromLog::new);
        this.catalog = new SlotCatalog(entity.slot(), keyCapacity, new Output(), now());
        timers.startTimerWithFixedDelay(new Tick(), TICK);
    }

    /**
     * A catalog replica.
     *
     * @param keyCapacity over how many log entries idempotency keys are remembered
     * @param log the order replica in the same slot
     * @param releasedOrders gets each order that is released, and again after a start; must not block
     */
    public static Behavior<Command> create(
            SlotEntity entity, int keyCapacity, ActorRef<OrderReplica.Command> log, Consumer<Order> releasedOrders) {
        return JournalFailedException.supervised(Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new CatalogReplica(context, timers, entity, keyCapacity, log, releasedOrders))));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Read.class, this::onRead)
                .onMessage(ReadPage.class, this::onReadPage)
                .onMessage(ReadHolds.class, this::onReadHolds)
                .onMessage(ReadDigest.class, this::onReadDigest)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(FromCheckpoints.class, this::onFromCheckpoints)
                .onMessage(CountReads.class, this::onCountReads)
                .onMessage(Export.class, this::onExport)
                .onMessage(Tick.class, this::onTick)
                .onSignal(Terminated.class, this::onCheckpointsStopped)
                .build();
    }

    private Behavior<Command> onRead(Read read) {
        catalog.read(read.read(), read.replyTo()::tell, now());
        return this;
    }

    private Behavior<Command> onReadPage(ReadPage read) {
        catalog.readPage(
                read.topic(),
                read.after(),
                read.limit(),
                read.minIndex(),
                read.waitMillis(),
                read.replyTo()::tell,
                now());
        return this;
    }

    private Behavior<Command> onReadHolds(ReadHolds read) {
        catalog.readHolds(
                read.customer(),
                read.after(),
                read.limit(),
                read.minIndex(),
                read.waitMillis(),
                read.replyTo()::tell,
                now());
        return this;
    }

    private Behavior<Command> onReadDigest(ReadDigest read) {
        catalog.readDigest(read.index(), read.waitMillis(), read.replyTo()::tell, now());
        return this;
    }

    private Behavior<Command> onFromLog(FromLog message) {
        catalog.onReleased(message.released(), now());
        return this;
    }

    private Behavior<Command> onFromCheckpoints(FromCheckpoints message) {
        if (message.progress() instanceof CheckpointStore.Progress.Recovered recovered) {
            catalog.onRecovered(recovered.checkpoint(), now());
        } else if (message.progress() instanceof CheckpointStore.Progress.Saved saved) {
            catalog.onSaved(saved.index());
        }
        return this;
    }

    /**
     * A checkpoint that cannot be read is given up: the log has all that it had. Whatever fails later makes this actor start
     * again.
     */
    private Behavior<Command> onCheckpointsStopped(Terminated stopped) {
        if (rebuilding || catalog.state() != null) {
            Throwable cause = stopped instanceof ChildFailed failed ? failed.getCause() : null;
            getContext()
                    .getLog()
                    .warn(
                            "{} in slot {}: the catalog's checkpoints have failed and are read again: {}",
                            entity.store(),
                            entity.slot(),
                            cause == null ? "stopped" : Damage.describe(cause));
            throw new JournalFailedException(cause);
        }
        rebuilding = true;
        getContext()
                .getLog()
                .error(
                        "{} in slot {}: the catalog's checkpoint cannot be read; rebuilding it from the log",
                        entity.store(),
                        entity.slot());
        checkpoints = getContext()
                .spawn(
                        CheckpointStore.createWithoutRecovery(entity, keyCapacity, checkpointAdapter),
                        "new-checkpoints");
        getContext().watch(checkpoints);
        return this;
    }

    private Behavior<Command> onCountReads(CountReads count) {
        count.replyTo().tell(new ReadsCounted(catalog.reads()));
        return this;
    }

    private Behavior<Command> onExport(Export export) {
        catalog.export(export.position(), export.replyTo()::tell);
        return this;
    }

    private Behavior<Command> onTick(Tick tick) {
        catalog.tick(now());
        return this;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    private final class Output implements SlotCatalog.Output {
        @Override
        public void readReleased(long after, int limit, long waitMillis) {
            log.tell(new OrderReplica.ReadReleased(after, limit, waitMillis, releasedAdapter));
        }

        @Override
        public void save(CatalogCheckpoint.Delta delta) {
            checkpoints.tell(delta);
        }

        @Override
        public void applied(Entry entry) {
            if (entry instanceof Entry.OrderPlaced placed) {
                releasedOrders.accept(placed.order());
            }
        }

        @Override
        public void rebuilding(String reason) {
            getContext()
                    .getLog()
                    .warn(
                            "{} in slot {}: the catalog is rebuilt from the log: {}",
                            entity.store(),
                            entity.slot(),
                            reason);
        }

        @Override
        public void unusable(String reason) {
            getContext()
                    .getLog()
                    .error(
                            "{} in slot {}: there is NO CATALOG in this slot: {}",
                            entity.store(),
                            entity.slot(),
                            reason);
        }
    }
}
