package menhir.simulation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import menhir.replication.FrontEndMessage;
import menhir.replication.Leader;
import menhir.replication.LeaderOutput;
import menhir.replication.LogEntry;
import menhir.replication.Mutation;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaReply;
import menhir.replication.ReplicaReply.Prepared;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.Entry;
import menhir.store.Entry.OrderPlaced;
import menhir.store.EntryCodec;
import menhir.store.StoreState;
import org.jspecify.annotations.Nullable;

/** A candidate or leader with its desk. Stands where the leader's actor stands in the server. */
final class LeaderHost implements LeaderOutput, LeaderOutput.Entries {

    private record Waiting(long index, boolean refusal, Runnable answer) {}

    private final World world;
    private final Machine process;
    private final SplittableRandom random;
    private final Leader leader;
    private final Map<Integer, Prepared> promises = new HashMap<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::index));
    private @Nullable Decider desk;
    private LogTree.@Nullable Node takenOver;
    private LogTree.@Nullable Node tip;
    private @Nullable Loading loading;
    private long observedCommitted;
    private boolean flushing;
    private boolean over;

    LeaderHost(World world, Machine process, SplittableRandom random) {
        this.world = world;
        this.process = process;
        this.random = random;
        this.leader =
                world.protocol().leader(world.scenario().slots(), world.timing(), this, this, random, process.millis());
        beat();
    }

    Machine process() {
        return process;
    }

    Leader leader() {
        return leader;
    }

    /** Where the log that it took over ends. */
    long baseIndex() {
        LogTree.Node base = takenOver;
        return base == null ? 0 : base.index();
    }

    /** Crashed or retired: never to be heard of again. */
    boolean over() {
        return over;
    }

    void crash() {
        process.crash();
        over = true;
        world.count(Counter.CRASHES);
    }

    void resign() {
        process.run(() -> {
            leader.resign(process.millis());
            observe();
        });
    }

    private void beat() {
        long interval = world.timing().heartbeatMillis() * 1000 / 3 + random.nextLong(1_000);
        process.after(interval, () -> {
            if (!over) {
                leader.tick(process.millis());
                observe();
                if (leader.leads() && random.nextInt(4) == 0) {
                    world.announce(this);
                }
                beat();
            }
        });
    }

    /** Holds what the leader says of its log against the truth. */
    private void observe() {
        LogTree.Node end = tip;
        if (end != null && leader.committed() != observedCommitted) {
            if (leader.committed() < observedCommitted) {
                throw new InvariantViolated(Invariant.A_ONE_LOG, "a leader takes a commit back");
            }
            observedCommitted = leader.committed();
            world.truth().onCommitted(end.ancestor(observedCommitted));
            world.count(Counter.COMMITS);
        }
    }

    // ---- replicas ---------------------------------------------------------------------------------------------------

    @Override
    public void toReplica(int slot, ReplicaMessage message) {
        SlotHost host = world.slot(slot);
        world.trace(() -> process.name() + " -> slot " + slot + ": " + message);
        world.network().send(process, host.process(), () -> host.receive(message, this));
    }

    void replyFrom(SlotHost host, ReplicaReply reply) {
        world.trace(() -> host.process().name() + " -> " + process.name() + ": " + reply);
        world.network().send(host.process(), process, () -> {
            if (!over) {
                if (reply instanceof Prepared prepared && prepared.epoch() == leader.epoch()) {
                    promises.put(prepared.slot(), prepared);
                }
                leader.onReply(reply, process.millis());
                observe();
            }
        });
    }

    @Override
    public void fetch(int slot, long fromIndex) {
        world.count(Counter.FETCHES);
        readLog(slot, fromIndex, fetched -> {
            leader.onFetched(fetched, process.millis());
            observe();
        });
    }

    void readLog(int slot, long fromIndex, Consumer<Fetched> answer) {
        SlotHost host = world.slot(slot);
        world.network()
                .send(
                        process,
                        host.process(),
                        () -> host.readLog(fromIndex, fetched -> world.network().send(host.process(), process, () -> {
                            if (!over) {
                                answer.accept(fetched);
                            }
                        })));
    }

    @Override
    public void load(int slot, long lastIndex) {
        LogTree.Node base = takenOver;
        if (base == null) {
            Prepared promise = promises.get(slot);
            base = world.tree().node(lastIndex, promise == null ? 0 : promise.lastEpoch());
            takenOver = base;
            world.truth().onTakenOver(leader.epoch(), base);
        }
        LogTree.Node end = base;
        world.count(Counter.LOADS);
        loading = new Loading(world, this, slot, lastIndex, random);
        loading.start(state -> loaded(state, end));
    }

    private void loaded(StoreState state, LogTree.Node base) {
        desk = new Decider(state);
        tip = base;
        leader.onLoaded(process.millis());
        observe();
        world.count(Counter.LEADERS);
        if (base.index() > 0) {
            world.count(Counter.FAIL_OVERS);
        }
        world.trace(() -> process.name() + " leads in epoch " + leader.epoch() + " from " + base);
        world.announce(this);
    }

    boolean loads(Loading candidate) {
        return !over && loading == candidate && leader.phase() == Leader.Phase.LOADING;
    }

    @Override
    public byte[] leaderElected(long epoch) {
        return written(new Entry.LeaderElected(epoch, process.name(), process.millis()));
    }

    @Override
    public byte[] replicaJoined(int slot) {
        world.count(Counter.REJOINS);
        return written(new Entry.ReplicaJoined(slot));
    }

    /** The protocol writes an entry of its own: the desk counts it at once, for it is next in the log. */
    private byte[] written(Entry entry) {
        byte[] payload = EntryCodec.encode(entry);
        desk().apply(leader.lastIndex() + 1, entry);
        extend(0, payload);
        return payload;
    }

    private void extend(long number, byte[] payload) {
        LogTree.Node end = tip;
        if (end == null) {
            throw new IllegalStateException("no log to extend");
        }
        tip = world.tree().propose(end, new LogEntry(leader.epoch(), number, payload));
    }

    private Decider desk() {
        Decider present = desk;
        if (present == null) {
            throw new IllegalStateException("no desk before the log is loaded");
        }
        return present;
    }

    // ---- front-ends -------------------------------------------------------------------------------------------------

    @Override
    public void toFrontEnd(String frontEnd, FrontEndMessage message) {
        FrontEndHost host = world.frontEnd(frontEnd);
        world.trace(() -> process.name() + " -> " + frontEnd + ": " + message);
        world.network().send(process, host.process(), () -> host.onLeaderMessage(frontEnd, message, this));
    }

    void onLeaseAsked(String frontEnd, long askedAt) {
        if (!over) {
            leader.onLeaseAsked(frontEnd, askedAt, process.millis());
            observe();
        }
    }

    void onInvalidated(String frontEnd, long epoch, long index) {
        if (!over) {
            leader.onInvalidated(frontEnd, epoch, index, process.millis());
            observe();
        }
    }

    /** A command comes; the answer, if there is one, is given here, in this process. */
    void onCommand(Command command, Consumer<CommandReply> answer) {
        if (over || !leader.leads()) {
            answer.accept(new CommandReply.NotNow(false));
            return;
        }
        if (!leader.hasRoom()) {
            answer.accept(new CommandReply.NotNow(true));
            return;
        }
        Decision decision = desk().decide(command, process.millis());
        world.trace(() -> process.name() + " decides " + command + ": " + decision);
        if (decision instanceof Decision.Accepted accepted) {
            Entry.Keyed entry = accepted.entry();
            byte[] payload = EntryCodec.encode(entry);
            long number = entry instanceof OrderPlaced placed ? placed.number() : 0;
            long index = leader.propose(number, payload, desk().affectedKeys(entry));
            extend(number, payload);
            desk().apply(index, entry);
            flushSoon();
            await(index, false, () -> answer.accept(new CommandReply.Stands(index, number, false)));
        } else if (decision instanceof Decision.Replayed replayed) {
            await(
                    replayed.index(),
                    false,
                    () -> answer.accept(new CommandReply.Stands(replayed.index(), replayed.number(), true)));
        } else if (decision instanceof Decision.Rejected rejected) {
            await(
                    world.breaks(Mutation.REFUSAL_BEFORE_RELEASE) ? 0 : leader.lastIndex(),
                    true,
                    () -> answer.accept(new CommandReply.Refused(rejected.why())));
        }
    }

    private void flushSoon() {
        long batchMicros = world.scenario().batchMicros();
        if (batchMicros == 0) {
            leader.flush(process.millis());
        } else if (!flushing) {
            flushing = true;
            process.after(random.nextLong(batchMicros), () -> {
                flushing = false;
                leader.flush(process.millis());
                observe();
            });
        }
        observe();
    }

    private void await(long index, boolean refusal, Runnable answer) {
        Waiting next = new Waiting(index, refusal, answer);
        if (index <= leader.released()) {
            answer(next);
        } else {
            waiting.add(next);
        }
    }

    private void answer(Waiting next) {
        boolean may = !next.refusal()
                || world.breaks(Mutation.REFUSAL_WITHOUT_LEASE)
                || leader.leaseRunning(process.millis());
        if (may) {
            next.answer().run();
        }
    }

    @Override
    public void released(long index) {
        observe();
        world.truth().onReleased(index);
        Waiting next = waiting.peek();
        while (next != null && next.index() <= index) {
            waiting.poll();
            answer(next);
            next = waiting.peek();
        }
    }

    @Override
    public void retired(String reason) {
        world.trace(() -> process.name() + " retires: " + reason);
        world.count("resigned".equals(reason) ? Counter.RESIGNED : Counter.FENCED);
        over = true;
        waiting.clear();
    }

    String summary() {
        return process.name() + (over ? " (over)" : "") + " " + leader.phase() + ", epoch " + leader.epoch()
                + ", last " + leader.lastIndex() + ", committed " + leader.committed() + ", released "
                + leader.released() + ", " + leader.peers(process.millis());
    }
}
