package menhir.replica;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import menhir.journal.JournalConfig;
import menhir.store.Value;
import menhir.wire.CborMessage;

/**
 * The persistent half of a {@link CatalogReplica}: how the catalog stood at some index of the log. It only shortens a
 * restart; all of it can be made again from the log.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never written
final class CatalogCheckpoints
        extends EventSourcedBehavior<
                CatalogCheckpoints.Save, CatalogCheckpoints.Checkpointed, CatalogCheckpoints.Checkpoint> {

    /**
     * Persist that the catalog stands so at {@code index}: what changed since the checkpoint before.
     *
     * @param keys that came since, as {@link menhir.store.KeyCodec} makes them
     */
    record Save(long index, long lastNumber, boolean opened, List<Value> changed, byte[] keys) {}

    /** What is persisted. */
    record Checkpointed(long index, long lastNumber, boolean opened, List<Value> changed, byte[] keys)
            implements CborMessage {}

    /** The keys that came up to {@code index} since the bunch before. */
    record Bunch(long index, byte[] keys) {}

    /** The whole catalog at {@code index}, with the bunches of keys that the window may reach back to, oldest first. */
    record Checkpoint(long index, long lastNumber, boolean opened, List<Value> items, List<Bunch> keys)
            implements CborMessage {
        static final Checkpoint NONE = new Checkpoint(0, 0, false, List.of(), List.of());
    }

    /** What it tells its parent. */
    sealed interface Progress {
        record Recovered(Checkpoint checkpoint) implements Progress {}

        record Saved(long index) implements Progress {}
    }

    private static final int CHECKPOINTS_PER_SNAPSHOT = 50;

    private final int slot;
    private final int keyCapacity;
    private final ActorRef<Progress> parent;

    private CatalogCheckpoints(SlotEntity entity, int keyCapacity, ActorRef<Progress> parent) {
        super(entity.catalogPersistenceId());
        this.slot = entity.slot();
        this.keyCapacity = keyCapacity;
        this.parent = parent;
    }

    static Behavior<Save> create(SlotEntity entity, int keyCapacity, ActorRef<Progress> parent) {
        return new CatalogCheckpoints(entity, keyCapacity, parent);
    }

    @Override
    public Checkpoint emptyState() {
        return Checkpoint.NONE;
    }

    @Override
    public CommandHandler<Save, Checkpointed, Checkpoint> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Save.class, save -> Effect()
                        .persist(new Checkpointed(
                                save.index(), save.lastNumber(), save.opened(), save.changed(), save.keys()))
                        .thenRun((Checkpoint state) -> parent.tell(new Progress.Saved(state.index()))))
                .build();
    }

    @Override
    public EventHandler<Checkpoint, Checkpointed> eventHandler() {
        return this::apply;
    }

    private Checkpoint apply(Checkpoint state, Checkpointed event) {
        TreeMap<String, Value> items = new TreeMap<>();
        state.items().forEach(item -> items.put(item.name(), item));
        event.changed().forEach(item -> items.put(item.name(), item));
        List<Bunch> keys = new ArrayList<>(state.keys());
        keys.removeIf(bunch -> bunch.index() <= event.index() - keyCapacity);
        keys.add(new Bunch(event.index(), event.keys()));
        return new Checkpoint(
                event.index(), event.lastNumber(), event.opened(), List.copyOf(items.values()), List.copyOf(keys));
    }

    @Override
    public SignalHandler<Checkpoint> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> parent.tell(new Progress.Recovered(state)))
                .build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(CHECKPOINTS_PER_SNAPSHOT, 1).withDeleteEventsOnSnapshot();
    }

    @Override
    public String journalPluginId() {
        return JournalConfig.catalogJournalId(slot);
    }

    @Override
    public String snapshotPluginId() {
        return JournalConfig.snapshotId(slot);
    }
}
