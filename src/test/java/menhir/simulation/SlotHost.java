package menhir.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import menhir.replica.CatalogAnswer;
import menhir.replica.CatalogCheckpoint;
import menhir.replica.CatalogRead;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.LogReplies.ReleasedEntries;
import menhir.replica.OrderRead;
import menhir.replica.SlotCatalog;
import menhir.replica.SlotLog;
import menhir.replica.SlotParts;
import menhir.replica.StateChunk;
import menhir.replication.HolderClock;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.LogEntry;
import menhir.replication.LogPosition;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaReply;
import menhir.replication.ReplicaState;
import menhir.store.StoreState;
import org.jspecify.annotations.Nullable;

/** A slot: a disk, and the log and the catalog that live on it. In the place of the replicas' actors. */
final class SlotHost {
    /** After a failure an actor waits so long at least before it starts again. */
    private static final long RESTART_MICROS = 200_000;

    private final World world;
    private final int slot;
    private final Machine process;
    private final SplittableRandom random;
    private final HolderClock clock;
    private Disk disk;
    private @Nullable Disk copy;
    private boolean forgetful;
    private LogOutput logOutput = new LogOutput();
    private SlotLog log;
    private SlotCatalog catalog;

    SlotHost(World world, int slot, Machine process, SplittableRandom random) {
        this.world = world;
        this.slot = slot;
        this.process = process;
        this.random = random;
        this.clock = new HolderClock(world.timing(), process::millis, process::wallMillis);
        this.disk = newDisk();
        this.log = newLog();
        this.catalog = newCatalog();
        recover();
    }

    /** A replica grants leases: a clock that stands still makes them longer. */
    private long now() {
        return world.breaks(Mutation.GRANT_ENDED_BY_WALL_CLOCK) ? clock.millis() : process.millis();
    }

    private Disk newDisk() {
        return new Disk(world.breaks(Mutation.PROMISE_NOT_PERSISTED));
    }

    int slot() {
        return slot;
    }

    Machine process() {
        return process;
    }

    Disk disk() {
        return disk;
    }

    SlotCatalog catalog() {
        return catalog;
    }

    ReplicaState state() {
        return disk.state();
    }

    // ---- life -------------------------------------------------------------------------------------------------------

    void crash() {
        boolean torn = disk.writing();
        process.crash();
        disk.crash(random.nextBoolean());
        forgetful &= disk.state().member();
        world.count(Counter.CRASHES);
        if (torn) {
            world.count(Counter.TORN_WRITES);
        }
    }

    /** The machine gets an empty disk. */
    void wipe() {
        disk = newDisk();
        copy = null;
        forgetful = false;
        world.count(Counter.WIPES);
    }

    /** Takes a copy of the disk as it is now, perhaps in use. */
    void copyDisk() {
        copy = disk.copy();
    }

    /** The copy that may be put back: what it lacks is known to all other members. Null if there is none. */
    @Nullable
    Disk oldCopy() {
        Disk old = copy;
        if (old == null || !old.state().member()) {
            return null;
        }
        LogPosition position = old.positionAtNextStart();
        List<SlotHost> others =
                world.slots().stream().filter(other -> other.slot != slot).toList();
        boolean known = !others.isEmpty()
                && others.stream()
                        .allMatch(other ->
                                other.trusted() && other.state().known().hasForgotten(slot, position));
        return known ? old : null;
    }

    /** The machine's disk is replaced by the copy. */
    void putBack(Disk old) {
        disk = old.copy();
        copy = null;
        forgetful = true;
        world.count(Counter.OLD_COPIES);
    }

    /** Whether the disk is a member that has all that it acknowledged. */
    boolean trusted() {
        return state().member() && !forgetful;
    }

    void restart() {
        process.start();
        log = newLog();
        catalog = newCatalog();
        recover();
    }

    private SlotLog newLog() {
        logOutput = new LogOutput();
        return SlotParts.log(
                world.protocol(),
                slot,
                world.timing(),
                (started, now) -> world.protocol().replica(slot, world.timing(), started, now),
                logOutput);
    }

    private SlotCatalog newCatalog() {
        return SlotParts.catalog(world.protocol(), slot, world.keyCapacity(), new CatalogOutput(), now());
    }

    /** The log and the catalog recover one after the other, and messages arrive meanwhile. */
    private void recover() {
        process.after(random.nextLong(20, 20_000), () -> {
            disk.recover();
            log.onRecovered();
            world.trace(() -> process.name() + " has recovered: " + summary());
        });
        process.after(random.nextLong(20, 20_000), () -> catalog.onRecovered(disk.checkpoint(), now()));
        tick();
    }

    /**
     * A write has failed. What is on the disk is found by reading it again, never guessed: the log starts anew. Its readers do
     * not notice.
     */
    private void onWriteFailed(SlotLog failed) {
        world.count(Counter.FAILED_WRITES);
        world.trace(() -> process.name() + " could not write");
        boolean written = random.nextBoolean();
        logOutput.isVoid = true;
        SlotLog restarted = newLog();
        log = restarted;
        if (world.breaks(Mutation.FAILED_WRITE_ACKNOWLEDGED)) {
            failed.onPersisted(disk.stateAfterwards(), now());
        }
        disk.crash(written);
        forgetful &= disk.state().member();
        process.after(random.nextLong(RESTART_MICROS, 4 * RESTART_MICROS), () -> {
            if (restarted.equals(log)) {
                disk.recover();
                restarted.onRecovered();
            }
        });
    }

    /** A checkpoint could not be written. */
    private void onSaveFailed() {
        world.count(Counter.FAILED_WRITES);
        SlotCatalog restarted = newCatalog();
        catalog = restarted;
        process.after(
                random.nextLong(RESTART_MICROS, 4 * RESTART_MICROS),
                () -> restarted.onRecovered(disk.checkpoint(), now()));
    }

    private void tick() {
        process.after(100_000 + random.nextLong(10_000), () -> {
            log.tick(now());
            catalog.tick(now());
            tick();
        });
    }

    // ---- messages, on this process ----------------------------------------------------------------------------------

    void onMessage(ReplicaMessage message, String leader, Consumer<ReplicaReply> reply) {
        log.onMessage(message, leader, reply, now());
    }

    void fetch(long fromIndex, Consumer<Fetched> reply) {
        log.fetch(fromIndex, reply);
    }

    LeaderKnown leader() {
        return log.leader(now());
    }

    void readOrders(OrderRead read, Consumer<OrdersReply> reply) {
        log.readOrders(read, reply);
    }

    void read(CatalogRead read, Consumer<CatalogAnswer> reply) {
        catalog.read(read, reply, now());
    }

    void export(int position, Consumer<StateChunk> reply) {
        catalog.export(position, reply);
    }

    // ---- the disk ---------------------------------------------------------------------------------------------------

    private final class LogOutput implements SlotLog.Output {
        /** The log has failed. */
        private boolean isVoid;

        @Override
        public long newNonce() {
            return random.nextInt(Integer.MAX_VALUE);
        }

        @Override
        public void persist(List<ReplicaEvent> events) {
            if (isVoid) {
                return;
            }
            SlotLog persisting = log;
            disk.begin(events);
            if (world.failsToWrite()) {
                process.after(world.persistMicros(), () -> onWriteFailed(persisting));
                return;
            }
            if (world.breaks(Mutation.ANSWER_BEFORE_DISK)) {
                ReplicaState soon = disk.stateAfterwards();
                process.after(20, () -> persisting.onPersisted(soon, now()));
                process.after(world.persistMicros(), () -> disk.complete());
                return;
            }
            process.after(world.persistMicros(), () -> {
                disk.complete();
                forgetful &= disk.state().member();
                persisting.onPersisted(disk.state(), now());
            });
        }

        @Override
        public void read(
                ReplicaState state,
                long fromIndex,
                int maxEntries,
                int maxBytes,
                Consumer<@Nullable List<LogEntry>> whenRead) {
            world.count(Counter.DISK_READS);
            Disk from = disk;
            if (world.failsToRead()) {
                world.count(Counter.FAILED_READS);
                List<LogEntry> none = world.breaks(Mutation.FAILED_READ_IS_EMPTY) ? List.of() : null;
                process.after(random.nextLong(20, 12_000), () -> whenRead.accept(none));
                return;
            }
            process.after(random.nextLong(20, 12_000), () -> whenRead.accept(from.read(state, fromIndex, maxEntries)));
        }

        @Override
        public void digest(ReplicaState state, long index, Consumer<@Nullable String> whenRead) {
            whenRead.accept(null);
        }

        @Override
        public void truncated(long fromIndex, long toIndex, long leaderEpoch) {
            world.count(Counter.TRUNCATIONS);
            for (long index = fromIndex; index <= toIndex; index++) {
                world.truth().onTruncated(index, disk.state().epochAt(index));
            }
        }

        @Override
        public void membershipLost(LogPosition position, @Nullable LogPosition known) {
            world.count(Counter.MEMBERSHIPS_LOST);
            world.trace(() -> process.name() + " has forgotten: " + position + ", known " + known);
        }

        @Override
        public void truncationRefused(long fromIndex, long released, long leaderEpoch) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "a leader wants to delete released entries");
        }
    }

    private final class CatalogOutput implements SlotCatalog.Output {
        @Override
        public void readReleased(long after, int limit, long waitMillis) {
            process.after(
                    random.nextLong(20, 200), () -> log.readReleased(after, limit, waitMillis, this::deliver, now()));
        }

        private void deliver(ReleasedEntries released) {
            process.after(random.nextLong(20, 12_000), () -> {
                SlotCatalog reading = catalog;
                long index = released.after();
                for (LogEntry entry : released.entries()) {
                    index++;
                    StoreState state = reading.state();
                    if (state != null
                            && released.after() == state.index()
                            && !world.breaks(Mutation.UNRELEASED_SHOWN)) {
                        world.truth().onShown(index, entry.epoch());
                        world.tree().entry(index, entry);
                    }
                }
                reading.onReleased(released, now());
            });
        }

        @Override
        public void save(CatalogCheckpoint.Delta delta) {
            world.count(Counter.CHECKPOINTS);
            Disk to = disk;
            SlotCatalog saving = catalog;
            if (world.failsToWrite()) {
                process.after(world.persistMicros(), SlotHost.this::onSaveFailed);
                return;
            }
            process.after(world.persistMicros(), () -> {
                to.save(delta, world.keyCapacity());
                saving.onSaved(delta.index());
            });
        }

        @Override
        public void rebuilding(String reason) {
            throw new InvariantViolated(Invariant.A_ONE_LOG, reason);
        }

        @Override
        public void unusable(String reason) {
            throw new InvariantViolated(Invariant.X_NO_EXCEPTION, reason);
        }
    }

    String summary() {
        ReplicaState state = disk.state();
        return process.name() + (process.up() ? "" : " (down)") + " member " + state.member() + ", epoch "
                + state.epoch() + ", last " + state.lastIndex() + "@" + state.lastEpoch() + ", knows "
                + log.leader(now())
                + ", catalog " + catalog.index();
    }
}
