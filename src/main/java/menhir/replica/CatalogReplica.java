package menhir.replica;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import menhir.replica.OrderReplica.ReadReleased;
import menhir.replica.OrderReplica.Released;
import menhir.replication.LogEntry;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.Item;
import menhir.store.KeyCodec;
import menhir.store.KeyWindow;
import menhir.store.StoreState;
import menhir.store.Value;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * One replica of a store's catalog: what the released entries of its slot's log add up to. It answers lookups once it has
 * applied the index that the front-end demands, and gives a new leader the state to start from.
 *
 * <p>Durable (through its child {@link CatalogCheckpoints}): a checkpoint now and then. After a restart it goes on from
 * there by reading the log, so it is never on the path of an acknowledgement. It pulls from the {@link OrderReplica} of its
 * own slot, one read at a time.
 */
public final class CatalogReplica extends AbstractBehavior<CatalogReplica.Command> {

    /** The sharded entity; its id is made by {@link SlotEntity}. */
    public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "catalog-replica");

    /** What a catalog replica takes. */
    public sealed interface Command {}

    /**
     * A front-end's question, to be answered as of {@code demand} or later, within {@code waitMillis} or not at all. Request
     * {@link #PROBE} only wants to know whether this replica is up to date.
     */
    public sealed interface Read extends Command, CborMessage {
        long request();

        long demand();

        long waitMillis();

        ActorRef<Answer> replyTo();
    }

    /** The item of this name, or whatever else the store keeps under it. */
    public record ReadValue(long request, String name, long demand, long waitMillis, ActorRef<Answer> replyTo)
            implements Read {}

    /** The item with this number. */
    public record ReadNumber(long request, long number, long demand, long waitMillis, ActorRef<Answer> replyTo)
            implements Read {}

    /** All items of a topic. */
    public record ReadTopic(long request, String topic, long demand, long waitMillis, ActorRef<Answer> replyTo)
            implements Read {}

    /** How many reads were answered here since the start? */
    public record CountReads(ActorRef<ReadsCounted> replyTo) implements Command, CborMessage {}

    /** Items with names above {@code after} (null: from the first), of one topic if it is given. */
    public record ReadItems(
            @Nullable String topic,
            @Nullable String after,
            int limit,
            long demand,
            long waitMillis,
            ActorRef<ItemsRead> replyTo)
            implements Command, CborMessage {}

    /** A piece of the whole state; position 0 begins, each answer says how to go on. */
    public record Export(int position, ActorRef<Exported> replyTo) implements Command, CborMessage {}

    /** Be there: it starts a replica that nobody has asked anything yet, and lets sharding learn where it is. */
    public record Wake() implements Command, CborMessage {}

    /** To a {@link Read}: what was so at {@code index}. */
    public sealed interface Answer extends CborMessage {
        long request();

        int slot();

        long index();
    }

    /** The value, or null if there is none. */
    public record ValueRead(
            long request, int slot, @Nullable Value value, long index) implements Answer {}

    /** The items of a topic by name; none, and not {@code complete}, when they do not fit into one message. */
    public record TopicRead(long request, int slot, List<Item> items, boolean complete, long index) implements Answer {}

    /** To {@link CountReads}. */
    public record ReadsCounted(long reads) implements CborMessage {}

    /** {@code next} is the name to go on after, null at the end; {@code count} is how many items, or boards, there are in all. */
    public record ItemsRead(List<Item> items, @Nullable String next, long count) implements CborMessage {}

    /**
     * A piece of the state at {@code index}. Pieces of one index fit together, whoever asks for them meanwhile.
     *
     * @param next position of the next piece, -1 after the last
     */
    public record Exported(
            long index, long lastNumber, boolean opened, List<Value> values, List<KeyWindow.KeyRecord> keys, int next)
            implements CborMessage {}

    private record Checkpoints(CatalogCheckpoints.Progress progress) implements Command {}

    private record LogRead(Released released) implements Command {}

    private record Tick() implements Command {}

    private record Waiter(long index, long deadline, Runnable answer) {}

    /** The request of a {@link Read} that nobody waits for. */
    public static final long PROBE = 0;

    private static final int MAX_WAITERS = 10_000;
    private static final int READ_ENTRIES = 1_000;
    /** Items (or boards) and keys in one piece: it fits into one message between nodes (256 KiB), whatever the names. */
    private static final int EXPORT_VALUES = 200;

    private static final int EXPORT_KEYS = 1_000;
    private static final long POLL_MILLIS = 1_000;
    private static final long READ_TIMEOUT_MILLIS = 3_000;
    private static final long CHECKPOINT_MILLIS = 10_000;
    private static final long CHECKPOINT_ENTRIES = 50_000;
    private static final Duration TICK = Duration.ofMillis(100);

    private final SlotEntity entity;
    private final int keyCapacity;
    private final EntityRef<OrderReplica.Command> log;
    private final ActorRef<CatalogCheckpoints.Save> checkpoints;
    private final ActorRef<Released> releasedAdapter;

    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final Set<String> changed = new HashSet<>();
    private @Nullable StoreState state;
    private final List<KeyWindow.KeyRecord> newKeys = new ArrayList<>();
    private long readAt = Long.MIN_VALUE / 2;
    private long checkpointIndex;
    private long checkpointAt;
    private boolean saving;
    private long reads;
    private List<Exported> export = List.of();

    private CatalogReplica(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SlotEntity entity,
            int keyCapacity,
            EntityRef<OrderReplica.Command> log) {
        super(context);
        context.setLoggerName(CatalogReplica.class);
        this.entity = entity;
        this.keyCapacity = keyCapacity;
        this.log = log;
        this.checkpoints = context.spawn(
                CatalogCheckpoints.create(
                        entity,
                        keyCapacity,
                        context.messageAdapter(CatalogCheckpoints.Progress.class, Checkpoints::new)),
                "checkpoints");
        context.watch(checkpoints);
        this.releasedAdapter = context.messageAdapter(Released.class, LogRead::new);
        this.checkpointAt = now();
        timers.startTimerWithFixedDelay(new Tick(), TICK);
    }

    /**
     * A catalog replica.
     *
     * @param keyCapacity how many idempotency keys are remembered
     * @param log the order replica in the same slot
     */
    public static Behavior<Command> create(SlotEntity entity, int keyCapacity, EntityRef<OrderReplica.Command> log) {
        return Behaviors.supervise(Behaviors.<Command>setup(context ->
                        Behaviors.withTimers(timers -> new CatalogReplica(context, timers, entity, keyCapacity, log))))
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(ReadValue.class, this::onRead)
                .onMessage(ReadNumber.class, this::onRead)
                .onMessage(ReadTopic.class, this::onRead)
                .onMessage(ReadItems.class, this::onReadItems)
                .onMessage(LogRead.class, this::onLogRead)
                .onMessage(Checkpoints.class, this::onCheckpoints)
                .onMessage(CountReads.class, this::onCountReads)
                .onMessage(Export.class, this::onExport)
                .onMessage(Tick.class, this::onTick)
                .onMessage(Wake.class, wake -> this)
                .build();
    }

    // ---- following the log ------------------------------------------------------------------------------------------

    private Behavior<Command> onCheckpoints(Checkpoints message) {
        if (message.progress() instanceof CatalogCheckpoints.Progress.Recovered recovered) {
            CatalogCheckpoints.Checkpoint checkpoint = recovered.checkpoint();
            state = new StoreState(
                    keyCapacity, checkpoint.index(), checkpoint.lastNumber(), checkpoint.opened(), checkpoint.items());
            checkpointIndex = checkpoint.index();
            for (CatalogCheckpoints.Bunch bunch : checkpoint.keys()) {
                KeyCodec.decode(bunch.keys()).forEach(state::rememberKey);
            }
            pull(state);
        } else if (message.progress() instanceof CatalogCheckpoints.Progress.Saved saved) {
            saving = false;
            checkpointIndex = saved.index();
        }
        return this;
    }

    private void pull(StoreState catalog) {
        readAt = now();
        log.tell(new ReadReleased(catalog.index(), READ_ENTRIES, POLL_MILLIS, releasedAdapter));
    }

    private Behavior<Command> onLogRead(LogRead read) {
        Released released = read.released();
        StoreState catalog = state;
        if (catalog == null || released.after() != catalog.index()) {
            return this;
        }
        for (LogEntry entry : released.entries()) {
            apply(catalog, catalog.index() + 1, EntryCodec.decode(entry.payload()));
        }
        wakeWaiters();
        saveIfDue(catalog);
        pull(catalog);
        return this;
    }

    private void apply(StoreState catalog, long index, Entry entry) {
        catalog.apply(index, entry);
        changed.addAll(entry.affectedNames());
        KeyWindow.KeyRecord key = catalog.keys().newest();
        if (key != null && key.first().index() == index) {
            newKeys.add(key);
        }
    }

    private void saveIfDue(StoreState catalog) {
        long behind = catalog.index() - checkpointIndex;
        boolean due = behind >= CHECKPOINT_ENTRIES || (behind > 0 && now() - checkpointAt >= CHECKPOINT_MILLIS);
        if (due && !saving) {
            saving = true;
            checkpointAt = now();
            List<Value> values = changed.stream()
                    .map(catalog::value)
                    .filter(Objects::nonNull)
                    .toList();
            byte[] keys = KeyCodec.encode(newKeys);
            changed.clear();
            newKeys.clear();
            checkpoints.tell(
                    new CatalogCheckpoints.Save(catalog.index(), catalog.lastNumber(), catalog.opened(), values, keys));
        }
    }

    private Behavior<Command> onTick(Tick tick) {
        wakeWaiters();
        if (state != null) {
            saveIfDue(state);
            if (now() - readAt >= READ_TIMEOUT_MILLIS) {
                pull(state);
            }
        }
        return this;
    }

    // ---- answering --------------------------------------------------------------------------------------------------

    private Behavior<Command> onRead(Read request) {
        whenAt(request.demand(), request.waitMillis(), catalog -> {
            reads += request.request() == PROBE ? 0 : 1;
            request.replyTo().tell(answer(catalog, request));
        });
        return this;
    }

    private Answer answer(StoreState catalog, Read read) {
        if (read instanceof ReadTopic of) {
            CatalogPage page = CatalogPage.of(catalog, of.topic(), null, CatalogPage.MAX_ITEMS);
            boolean complete = page.next() == null;
            return new TopicRead(
                    read.request(), entity.slot(), complete ? page.items() : List.of(), complete, catalog.index());
        }
        Value value = read instanceof ReadNumber of ? catalog.itemNumbered(of.number()) : null;
        if (read instanceof ReadValue of) {
            value = catalog.value(of.name());
        }
        return new ValueRead(read.request(), entity.slot(), value, catalog.index());
    }

    private Behavior<Command> onReadItems(ReadItems request) {
        whenAt(request.demand(), request.waitMillis(), catalog -> {
            reads++;
            CatalogPage page = CatalogPage.of(catalog, request.topic(), request.after(), request.limit());
            request.replyTo().tell(new ItemsRead(page.items(), page.next(), catalog.size()));
        });
        return this;
    }

    private Behavior<Command> onCountReads(CountReads request) {
        request.replyTo().tell(new ReadsCounted(reads));
        return this;
    }

    /** Answers once the demanded index is applied. If it takes too long there is no answer: the asker turns elsewhere. */
    private void whenAt(long demand, long waitMillis, Consumer<StoreState> answer) {
        StoreState catalog = state;
        if (catalog != null && catalog.index() >= demand) {
            answer.accept(catalog);
        } else if (waiters.size() < MAX_WAITERS) {
            waiters.add(new Waiter(demand, now() + waitMillis, () -> answer.accept(Objects.requireNonNull(state))));
        }
    }

    private void wakeWaiters() {
        StoreState catalog = state;
        long now = now();
        for (int i = waiters.size(); i > 0; i--) {
            Waiter waiter = waiters.removeFirst();
            if (catalog != null && catalog.index() >= waiter.index()) {
                waiter.answer().run();
            } else if (now < waiter.deadline()) {
                waiters.add(waiter);
            }
        }
    }

    // ---- the state for a new leader ---------------------------------------------------------------------------------

    private Behavior<Command> onExport(Export request) {
        StoreState catalog = state;
        if (catalog == null) {
            return this;
        }
        if (request.position() == 0) {
            export = exportOf(catalog);
        }
        if (request.position() < export.size()) {
            request.replyTo().tell(export.get(request.position()));
            if (request.position() == export.size() - 1) {
                export = List.of();
            }
        }
        return this;
    }

    private static List<Exported> exportOf(StoreState catalog) {
        List<Value> values = catalog.values();
        List<KeyWindow.KeyRecord> keys = new ArrayList<>(catalog.keys().size());
        catalog.keys().forEach(keys::add);
        int pieces = Math.max(1, Math.max(pieces(values, EXPORT_VALUES), pieces(keys, EXPORT_KEYS)));
        List<Exported> export = new ArrayList<>(pieces);
        for (int piece = 0; piece < pieces; piece++) {
            export.add(new Exported(
                    catalog.index(),
                    catalog.lastNumber(),
                    catalog.opened(),
                    piece(values, piece, EXPORT_VALUES),
                    piece(keys, piece, EXPORT_KEYS),
                    piece + 1 < pieces ? piece + 1 : -1));
        }
        return export;
    }

    private static int pieces(List<?> all, int size) {
        return (all.size() + size - 1) / size;
    }

    private static <T> List<T> piece(List<T> all, int piece, int size) {
        int from = Math.min(all.size(), piece * size);
        return all.subList(from, Math.min(all.size(), from + size));
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
