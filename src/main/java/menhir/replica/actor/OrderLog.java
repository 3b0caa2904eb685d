package menhir.replica.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import java.util.List;
import menhir.journal.JournalConfig;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaState;

/**
 * The event-sourced child of an {@link OrderReplica}: its log on disk. Its parent hands over one batch of events, waits
 * until it is persisted, and gets the new state. A journal failure stops it, and with it the replica.
 */
final class OrderLog extends EventSourcedBehavior<OrderLog.Persist, ReplicaEvent, ReplicaState> {

    /** Persists these events, all or none. */
    record Persist(List<ReplicaEvent> events) {}

    /** What it tells its parent. */
    sealed interface Progress {
        /** Who says so: a parent that has failed and started again may hear of the child that it had before. */
        ActorRef<Persist> log();

        /** The log as it was found on the disk. */
        record Recovered(ActorRef<Persist> log, ReplicaState state) implements Progress {}

        /** The batch is on disk. */
        record Persisted(ActorRef<Persist> log, ReplicaState state) implements Progress {}
    }

    private static final int EVENTS_PER_SNAPSHOT = 1_000;

    private final SlotEntity entity;
    private final ActorRef<Persist> self;
    private final ActorRef<Progress> parent;

    private OrderLog(SlotEntity entity, ActorRef<Persist> self, ActorRef<Progress> parent) {
        super(entity.logPersistenceId(), JournalFailedException.STOP_CHILD);
        this.entity = entity;
        this.self = self;
        this.parent = parent;
    }

    static Behavior<Persist> create(SlotEntity entity, ActorRef<Progress> parent) {
        return Behaviors.setup(context -> new OrderLog(entity, context.getSelf(), parent));
    }

    @Override
    public ReplicaState emptyState() {
        return ReplicaState.BLANK;
    }

    @Override
    public CommandHandler<Persist, ReplicaEvent, ReplicaState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Persist.class, persist -> Effect()
                        .persist(persist.events())
                        .thenRun((ReplicaState state) -> parent.tell(new Progress.Persisted(self, state))))
                .build();
    }

    @Override
    public EventHandler<ReplicaState, ReplicaEvent> eventHandler() {
        return ReplicaState::apply;
    }

    @Override
    public SignalHandler<ReplicaState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> parent.tell(new Progress.Recovered(self, state)))
                .build();
    }

    /** Snapshots keep recovery short. Events are never deleted: they are the log. */
    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, 2);
    }

    @Override
    public String journalPluginId() {
        return JournalConfig.journalId(entity.store(), entity.slot());
    }

    @Override
    public String snapshotPluginId() {
        return JournalConfig.snapshotId(entity.slot());
    }
}
