package menhir.replica.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.Recovery;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import menhir.journal.JournalConfig;
import menhir.replica.CatalogCheckpoint;

/**
 * The event-sourced child of a {@link CatalogReplica}: its checkpoints on disk, as deltas with a snapshot now and then. It stops
 * if the disk fails, or if what is on it cannot be read.
 */
final class CheckpointStore
        extends EventSourcedBehavior<CatalogCheckpoint.Delta, CatalogCheckpoint.Delta, CatalogCheckpoint> {

    /** What it tells its parent. */
    sealed interface Progress {
        /** The newest checkpoint on the disk. */
        record Recovered(CatalogCheckpoint checkpoint) implements Progress {}

        /** The checkpoint at this index is on disk. */
        record Saved(long index) implements Progress {}
    }

    private static final int DELTAS_PER_SNAPSHOT = 50;

    private final int slot;
    private final int keyCapacity;
    private final ActorRef<Progress> parent;
    private final boolean recovers;

    private CheckpointStore(SlotEntity entity, int keyCapacity, ActorRef<Progress> parent, boolean recovers) {
        super(entity.catalogPersistenceId(), JournalFailedException.STOP_CHILD);
        this.recovers = recovers;
        this.slot = entity.slot();
        this.keyCapacity = keyCapacity;
        this.parent = parent;
    }

    static Behavior<CatalogCheckpoint.Delta> create(SlotEntity entity, int keyCapacity, ActorRef<Progress> parent) {
        return new CheckpointStore(entity, keyCapacity, parent, true);
    }

    /** One that begins with an empty checkpoint, whatever is on the disk: its first delta replaces that. */
    static Behavior<CatalogCheckpoint.Delta> createWithoutRecovery(
            SlotEntity entity, int keyCapacity, ActorRef<Progress> parent) {
        return new CheckpointStore(entity, keyCapacity, parent, false);
    }

    @Override
    public CatalogCheckpoint emptyState() {
        return CatalogCheckpoint.EMPTY;
    }

    @Override
    public CommandHandler<CatalogCheckpoint.Delta, CatalogCheckpoint.Delta, CatalogCheckpoint> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(CatalogCheckpoint.Delta.class, (checkpoint, delta) -> Effect()
                        .persist(checkpoint.index() == 0 ? delta.asRebuilt() : delta)
                        .thenRun((CatalogCheckpoint after) -> parent.tell(new Progress.Saved(after.index()))))
                .build();
    }

    @Override
    public EventHandler<CatalogCheckpoint, CatalogCheckpoint.Delta> eventHandler() {
        return (checkpoint, delta) -> checkpoint.with(delta, keyCapacity);
    }

    @Override
    public SignalHandler<CatalogCheckpoint> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(
                        RecoveryCompleted.class,
                        (checkpoint, signal) -> parent.tell(new Progress.Recovered(checkpoint)))
                .build();
    }

    @Override
    public Recovery recovery() {
        return recovers ? super.recovery() : Recovery.disabled();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(DELTAS_PER_SNAPSHOT, 1).withDeleteEventsOnSnapshot();
    }

    @Override
    public String journalPluginId() {
        return JournalConfig.catalogJournalId(slot);
    }

    @Override
    public String snapshotPluginId() {
        return JournalConfig.catalogSnapshotId(slot);
    }
}
