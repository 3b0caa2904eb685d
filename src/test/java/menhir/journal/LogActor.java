package menhir.journal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import java.util.List;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaState;

/** A minimal event-sourced actor with a replica's log: it persists events and replies when they are durable. */
final class LogActor extends EventSourcedBehavior<LogActor.Command, ReplicaEvent, ReplicaState> {
    sealed interface Command {}

    record Persist(List<ReplicaEvent> events, ActorRef<ReplicaState> replyTo) implements Command {}

    record Read(ActorRef<ReplicaState> replyTo) implements Command {}

    private final int slot;
    private final int snapshotEvery;

    private final String journalId;

    private LogActor(String store, int slot, int snapshotEvery, String journalId) {
        super(PersistenceId.ofUniqueId(PersistenceIds.orders(store, slot)));
        this.slot = slot;
        this.journalId = journalId;
        this.snapshotEvery = snapshotEvery;
    }

    /** @param snapshotEvery number of events between snapshots; 0 for none */
    static Behavior<Command> create(String store, int slot, int snapshotEvery) {
        return new LogActor(store, slot, snapshotEvery, JournalConfig.journalId(store, slot));
    }

    /** The same in the slot's table of catalog replicas. */
    static Behavior<Command> inCatalogJournal(String store, int slot) {
        return new LogActor(store, slot, 0, JournalConfig.catalogJournalId(slot));
    }

    @Override
    public String journalPluginId() {
        return journalId;
    }

    @Override
    public String snapshotPluginId() {
        return JournalConfig.snapshotId(slot);
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return snapshotEvery == 0 ? RetentionCriteria.disabled() : RetentionCriteria.snapshotEvery(snapshotEvery, 2);
    }

    @Override
    public ReplicaState emptyState() {
        return ReplicaState.BLANK;
    }

    @Override
    public CommandHandler<Command, ReplicaEvent, ReplicaState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Persist.class, (state, command) -> Effect()
                        .persist(command.events())
                        .thenRun(persisted -> command.replyTo().tell(persisted)))
                .onCommand(Read.class, (state, command) -> {
                    command.replyTo().tell(state);
                    return Effect().none();
                })
                .build();
    }

    @Override
    public EventHandler<ReplicaState, ReplicaEvent> eventHandler() {
        return ReplicaState::apply;
    }
}
