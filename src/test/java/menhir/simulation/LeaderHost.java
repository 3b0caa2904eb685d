package menhir.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import menhir.leader.CommandReply;
import menhir.leader.LeaderParts;
import menhir.leader.StoreLeader;
import menhir.leader.SubmittedCommand;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.OrderRead;
import menhir.replication.FrontEndMessage;
import menhir.replication.HolderClock;
import menhir.replication.Leader;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaMessage.Append;
import menhir.store.Entry;
import menhir.store.HoldEntry;
import menhir.store.Item;
import menhir.store.LeaderPlacement;
import menhir.store.OrderCancelled;
import menhir.store.StoreState;
import org.jspecify.annotations.Nullable;

/** A candidate or leader. In the place of its actor. */
final class LeaderHost implements StoreLeader.Output {
    private final World world;
    private final Machine process;
    private final SplittableRandom random;
    private final boolean singleton;
    private HolderClock clock;
    private StoreLeader store;
    private LogTree.@Nullable Node tip;
    private long observedCommitted;
    private boolean over;

    LeaderHost(World world, Machine process, boolean singleton, SplittableRandom random) {
        this.world = world;
        this.process = process;
        this.singleton = singleton;
        this.random = random;
        this.clock = newClock();
        this.store = newLeader();
        beat();
    }

    private StoreLeader newLeader() {
        tip = null;
        observedCommitted = 0;
        return LeaderParts.leader(
                world.protocol(),
                world.leaderSettings(process),
                singleton,
                process.name(),
                (entries, output, now) -> world.protocol()
                        .leader(world.scenario().slots(), world.timing(), entries, output, random, this::proposed, now),
                this,
                clock.millis());
    }

    private HolderClock newClock() {
        return world.protocol()
                .holderClock(
                        world.timing(), process::millis, process::wallMillis, Mutation.SUSPENSION_UNNOTICED_BY_LEADER);
    }

    private long now() {
        return clock.millis(store::onTimeSkipped);
    }

    Machine process() {
        return process;
    }

    boolean singleton() {
        return singleton;
    }

    Leader leader() {
        return store.leader();
    }

    /** Crashed or stopped: never to be heard of again. */
    boolean over() {
        return over;
    }

    void crash() {
        process.crash();
        over = true;
        world.count(Counter.CRASHES);
    }

    /** Its node leaves the cluster. */
    void end() {
        process.crash();
        over = true;
    }

    /** It resigns, whoever may follow. */
    void resign() {
        process.run(() -> {
            if (!over) {
                store.leader().resignToSingleton(process.millis());
                afterStep();
            }
        });
    }

    /** A singleton asks it to make way. */
    void handOver() {
        process.run(() -> {
            if (!over) {
                store.handOver(now());
                afterStep();
            }
        });
    }

    private void beat() {
        long interval = store.tickMillis() * 1000 + random.nextLong(1_000);
        process.after(interval, () -> {
            if (!over) {
                store.tick(now());
                afterStep();
                beat();
            }
        });
    }

    /** Runs a step in this process. */
    private void step(Machine from, Runnable action) {
        world.network().send(from, process, () -> {
            if (!over) {
                action.run();
                afterStep();
            }
        });
    }

    private void afterStep() {
        observe();
        switch (store.next()) {
            case CONTINUE -> {}
            case START_AGAIN -> {
                StoreLeader retired = store;
                clock = newClock();
                store = newLeader();
                store.replace(retired, now());
            }
            case STOP -> over = true;
        }
    }

    /** Compares what the leader says of its log with the truth. */
    private void observe() {
        LogTree.Node end = tip;
        Leader leader = store.leader();
        if (end != null && leader.committed() != observedCommitted) {
            if (leader.committed() < observedCommitted) {
                throw new InvariantViolated(Invariant.A_ONE_LOG, "a leader's committed index decreases");
            }
            observedCommitted = leader.committed();
            world.truth().onCommitted(end.ancestor(observedCommitted));
            world.count(Counter.COMMITS);
        }
        if (end != null) {
            world.truth().onReleased(leader.released());
        }
    }

    /** The protocol's leader has put an entry at the end of its log. */
    private void proposed(long number, byte[] payload) {
        LogTree.Node end = tip;
        if (end == null) {
            throw new IllegalStateException("no log to extend");
        }
        LogTree.Node node =
                world.tree().propose(end, new LogEntry(store.leader().epoch(), number, payload));
        world.truth().holds().onProposed(node, world.timeline().now());
        world.count(Counter.REJOINS, node.entry() instanceof Entry.ReplicaJoined ? 1 : 0);
        count(node.entry());
        tip = node;
    }

    private void count(@Nullable Entry entry) {
        if (entry instanceof HoldEntry.HoldPlaced) {
            world.count(Counter.HOLDS_PLACED);
        } else if (entry instanceof HoldEntry.HoldReleased) {
            world.count(Counter.HOLDS_GIVEN_BACK);
        } else if (entry instanceof HoldEntry.HoldsExpired expired) {
            world.count(Counter.HOLDS_EXPIRED, expired.holds().size());
        } else if (entry instanceof LeaderPlacement.LeaderPlaced) {
            world.count(Counter.LEADERS_PLACED);
        } else if (entry instanceof OrderCancelled) {
            world.count(Counter.ORDERS_CANCELLED);
        } else if (entry instanceof Entry.OrderPlaced placed && placed.hold() != null) {
            world.count(Counter.HOLDS_CONFIRMED);
        }
    }

    // ---- messages to this process -----------------------------------------------------------------------------------

    /** Commands of a front-end, in the order in which they were sent. */
    void onSubmit(String frontEnd, long epoch, List<SubmittedCommand> commands) {
        if (!over) {
            store.onSubmit(frontEnd, epoch, commands, now());
            afterStep();
        }
    }

    void onLeaseAsked(String frontEnd, long askedAt) {
        if (!over) {
            store.onLeaseAsked(frontEnd, askedAt, now());
            afterStep();
        }
    }

    void onInvalidated(String frontEnd, long epoch, long index) {
        if (!over) {
            store.onInvalidated(frontEnd, epoch, index, now());
            afterStep();
        }
    }

    void onLeaseReturned(String frontEnd, long epoch) {
        if (!over) {
            store.onLeaseReturned(frontEnd, epoch, now());
            afterStep();
        }
    }

    void onReadOrders(OrderRead read, FrontEndHost from, String addressee) {
        StoreLeader.VouchedRead vouched = over ? null : store.vouch(read, now());
        if (vouched != null) {
            SlotHost slot = world.slot(vouched.slot());
            world.network()
                    .send(
                            process,
                            slot.process(),
                            () -> slot.readOrders(vouched.read(), reply -> send(slot, from, addressee, reply)));
        }
    }

    private void send(SlotHost slot, FrontEndHost to, String addressee, OrdersReply reply) {
        world.network().send(slot.process(), to.process(), () -> to.onOrders(addressee, reply));
    }

    // ---- what the leader asks for -----------------------------------------------------------------------------------

    @Override
    public void toReplica(int slot, ReplicaMessage message) {
        SlotHost host = world.slot(slot);
        boolean shortLease = message instanceof Append append
                && append.leaseMillis() < world.timing().leaseMillis();
        world.count(Counter.SHORT_LEASES, shortLease ? 1 : 0);
        world.trace(() -> process.name() + " -> slot " + slot + ": " + message);
        world.network()
                .send(
                        process,
                        host.process(),
                        () -> host.onMessage(message, process.name(), reply -> {
                            world.trace(() -> host.process().name() + " -> " + process.name() + ": " + reply);
                            step(host.process(), () -> store.onReply(reply, now()));
                        }));
    }

    @Override
    public void toFrontEnd(String frontEnd, FrontEndMessage message) {
        FrontEndHost host = world.frontEnd(frontEnd);
        world.trace(() -> process.name() + " -> " + frontEnd + ": " + message);
        world.network().send(process, host.process(), () -> host.onCacheMessage(frontEnd, message));
    }

    @Override
    public void reply(String frontEnd, List<CommandReply> replies) {
        FrontEndHost host = world.frontEnd(frontEnd);
        world.trace(() -> process.name() + " -> " + frontEnd + ": " + replies);
        world.network().sendInOrder(process, host.process(), () -> host.onReplies(frontEnd, replies));
    }

    @Override
    public void fetch(int slot, long fromIndex) {
        world.count(Counter.FETCHES);
        SlotHost host = world.slot(slot);
        world.network()
                .send(
                        process,
                        host.process(),
                        () -> host.fetch(
                                fromIndex, fetched -> step(host.process(), () -> store.onFetched(fetched, now()))));
    }

    @Override
    public void exportState(int slot, int position) {
        world.count(Counter.CHUNKS);
        SlotHost host = world.slot(slot);
        world.network()
                .send(
                        process,
                        host.process(),
                        () -> host.export(position, chunk -> step(host.process(), () -> store.onChunk(chunk, now()))));
    }

    @Override
    public void flushLater() {
        process.after(1 + random.nextLong(1 + world.scenario().batchMicros()), () -> {
            if (!over) {
                store.flush(now());
                afterStep();
            }
        });
    }

    @Override
    public void findLeader() {
        for (SlotHost slot : world.slots()) {
            world.network().send(process, slot.process(), () -> {
                var known = slot.leader();
                step(slot.process(), () -> store.onLeaderKnown(known));
            });
        }
    }

    @Override
    public void requestHandOver(String leader) {
        world.leader(leader).ifPresent(host -> {
            world.count(Counter.HAND_OVERS);
            world.network().send(process, host.process(), host::handOver);
        });
    }

    @Override
    public void leading(long epoch, long afterIndex) {
        LogTree.Node base = world.tree().node(afterIndex, store.leader().baseEpoch());
        tip = base;
        world.truth().onTakenOver(epoch, base);
        world.count(Counter.LEADERS);
        if (base.index() > 0) {
            world.count(Counter.FAIL_OVERS);
        }
        world.trace(() -> process.name() + " leads in epoch " + epoch + " from " + base);
        checkLoaded(base);
    }

    /** The loaded state must be what the entries of the log add up to. */
    private void checkLoaded(LogTree.Node base) {
        StoreState expected = new StoreState(world.keyCapacity());
        base.path().forEach(node -> expected.apply(node.index(), entryOf(node)));
        StoreState loaded = store.state();
        boolean same = loaded.index() == expected.index()
                && loaded.digest() == expected.digest()
                && new HashMap<String, Item>(loaded.items()).equals(new HashMap<>(expected.items()));
        if (!same) {
            throw new InvariantViolated(
                    Invariant.B_NOTHING_LOST,
                    process.name() + " loaded " + loaded.items() + " instead of " + expected.items());
        }
    }

    private static Entry entryOf(LogTree.Node node) {
        if (node.entry() == null) {
            throw new IllegalStateException("no entry at " + node);
        }
        return node.entry();
    }

    @Override
    public void retired(long epoch, String reason) {
        world.trace(() -> process.name() + " retires: " + reason);
        world.count(reason.startsWith("resigned") ? Counter.RESIGNED : Counter.FENCED);
    }

    String summary() {
        Leader leader = store.leader();
        return process.name() + (over ? " (over)" : "") + (singleton ? " singleton " : " acting ") + leader.phase()
                + ", epoch " + leader.epoch() + ", last " + leader.lastIndex() + ", committed " + leader.committed()
                + ", released " + leader.released() + ", " + leader.replicas(now());
    }
}
