package menhir.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.LogEntry;
import menhir.replication.Mutation;
import menhir.replication.Replica;
import menhir.replication.ReplicaEvent.SuffixDropped;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Canvass;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaState;

/** A slot: a disk, the replica that lives on it, and its catalog. Stands where the actors stand in the server. */
final class SlotHost {
    private static final int MAX_MAILBOX = 500;
    private static final int READ_ENTRIES = 16;

    private final World world;
    private final int slot;
    private final Machine process;
    private final SplittableRandom random;
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private Disk disk;
    private Replica replica;
    private Catalog catalog;
    private boolean busy;
    private boolean advancing;

    SlotHost(World world, int slot, Machine process, SplittableRandom random) {
        this.world = world;
        this.slot = slot;
        this.process = process;
        this.random = random;
        this.disk = new Disk(world.breaks(Mutation.PROMISE_NOT_PERSISTED));
        this.catalog = new Catalog(world);
        this.replica = revived();
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

    Catalog catalog() {
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
        world.count(Counter.CRASHES);
        if (torn) {
            world.count(Counter.TORN_WRITES);
        }
    }

    /** Someone put an empty disk into the machine. */
    void wipe() {
        disk = new Disk(world.breaks(Mutation.PROMISE_NOT_PERSISTED));
        catalog = new Catalog(world);
        world.count(Counter.WIPES);
    }

    void restart() {
        process.start();
        mailbox.clear();
        busy = false;
        advancing = false;
        replica = revived();
        catalog.recover(disk);
        world.trace(() -> process.name() + " restarts with " + summary());
    }

    private Replica revived() {
        return world.protocol().replica(slot, world.timing(), disk.recover(), random.nextLong(), process.millis());
    }

    // ---- messages ---------------------------------------------------------------------------------------------------

    void receive(ReplicaMessage message, LeaderHost from) {
        if (mailbox.size() < MAX_MAILBOX) {
            mailbox.add(() -> take(message, from));
            drain();
        }
    }

    private void drain() {
        while (!busy && !mailbox.isEmpty()) {
            mailbox.poll().run();
        }
    }

    private void take(ReplicaMessage message, LeaderHost from) {
        long now = process.millis();
        if (message instanceof Canvass canvass) {
            from.replyFrom(this, replica.onCanvass(canvass, now));
        } else if (message instanceof Prepare prepare) {
            take(replica.onPrepare(prepare, now), from);
        } else if (message instanceof Append append) {
            take(replica.onAppend(append, now), from);
        } else if (message instanceof Resign resign) {
            replica.onResign(resign, now);
        }
    }

    private void take(Replica.Step step, LeaderHost from) {
        if (step.events().isEmpty()) {
            from.replyFrom(this, step.reply());
            advanceSoon();
            return;
        }
        busy = true;
        step.events().forEach(event -> {
            if (event instanceof SuffixDropped dropped) {
                onDropped(dropped.fromIndex());
            }
        });
        boolean early = world.breaks(Mutation.ANSWER_BEFORE_DISK);
        if (early) {
            from.replyFrom(this, step.reply());
        }
        disk.begin(step.events());
        process.after(world.persistMicros(), () -> {
            disk.complete();
            replica.persisted(step, disk.state());
            busy = false;
            if (!early) {
                from.replyFrom(this, step.reply());
            }
            advanceSoon();
            drain();
        });
    }

    private void onDropped(long fromIndex) {
        world.count(Counter.TRUNCATIONS);
        for (long index = fromIndex; index <= disk.state().lastIndex(); index++) {
            world.truth().onDropped(index, disk.state().epochAt(index));
        }
    }

    // ---- reads ------------------------------------------------------------------------------------------------------

    private void advanceSoon() {
        if (!advancing) {
            advancing = true;
            process.after(random.nextLong(20, 3_000), () -> {
                advancing = false;
                catalog.advance(
                        disk,
                        world.breaks(Mutation.UNRELEASED_SHOWN) ? disk.state().lastIndex() : replica.released());
            });
        }
    }

    /** Reads the log in the database, and only then asks the replica what it has promised meanwhile. */
    void readLog(long from, Consumer<Fetched> answer) {
        ReplicaState state = disk.state();
        boolean holds = from >= 1 && from <= state.lastIndex();
        List<LogEntry> entries = holds ? disk.read(from, READ_ENTRIES) : List.of();
        long prevEpoch = holds ? state.epochAt(from - 1) : 0;
        process.after(
                random.nextLong(20, 3_000),
                () -> answer.accept(
                        new Fetched(slot, disk.state().epoch(), disk.state().member(), from, prevEpoch, entries)));
    }

    String summary() {
        ReplicaState state = disk.state();
        return process.name() + (process.up() ? "" : " (down)") + " member " + state.member() + ", epoch "
                + state.epoch() + ", last " + state.lastIndex() + "@" + state.lastEpoch() + ", released "
                + replica.released() + ", catalog " + catalog.state().index();
    }
}
