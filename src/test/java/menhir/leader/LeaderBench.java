package menhir.leader;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import menhir.replica.CatalogCheckpoint;
import menhir.replica.MemorySlot;
import menhir.replica.SlotCatalog;
import menhir.replication.FrontEndMessage;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.Leader;
import menhir.replication.ReplicaMessage;
import menhir.replication.Timing;
import menhir.store.Command;
import menhir.store.Item;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.StoreRules;

/**
 * Leaders before the logs and catalogs of some slots, all in memory. Messages arrive in order, when the test lets them; time
 * stands still until the test moves it.
 */
final class LeaderBench {
    /** At most four entries may be unreleased. */
    static final int HOME_SLOT = 1;

    static final Timing TIMING =
            new Timing(1_000, 500, 125, 250, 50, 512, 128 * 1024, 4, 1024 * 1024, 8_192, 1024 * 1024);

    static final long LEASE = TIMING.leaseMillis();
    static final String FRONT_END = "front-end";

    /** No message reaches these slots. */
    final Set<Integer> cut = new HashSet<>();

    /** Whether requests for catalogs and for entries are lost. */
    boolean losesReads;

    final List<Host> hosts = new ArrayList<>();
    long now = -5_000;

    private final List<MemorySlot> slots = new ArrayList<>();
    private final List<SlotCatalog> catalogs = new ArrayList<>();
    private final StoreRules rules;
    private final RandomGenerator random = new Random(7);
    private final Deque<Runnable> inFlight = new ArrayDeque<>();

    LeaderBench(int slotCount, StoreRules rules) {
        this.rules = rules;
        for (int slot = 1; slot <= slotCount; slot++) {
            slots.add(MemorySlot.recovered(slot));
            catalogs.add(newCatalog(slot));
        }
    }

    private SlotCatalog newCatalog(int slot) {
        SlotCatalog[] catalog = new SlotCatalog[1];
        catalog[0] = new SlotCatalog(
                slot,
                100,
                new SlotCatalog.Output() {
                    @Override
                    public void readReleased(long after, int limit, long waitMillis) {
                        inFlight.add(() -> slot(slot)
                                .log()
                                .readReleased(
                                        after,
                                        limit,
                                        waitMillis,
                                        released -> inFlight.add(() -> catalog[0].onReleased(released, now)),
                                        now));
                    }

                    @Override
                    public void save(CatalogCheckpoint.Delta delta) {}

                    @Override
                    public void rebuilding(String reason) {}

                    @Override
                    public void unusable(String reason) {}
                },
                now);
        catalog[0].onRecovered(CatalogCheckpoint.EMPTY, now);
        return catalog[0];
    }

    MemorySlot slot(int slot) {
        return slots.get(slot - 1);
    }

    /** A leader, or an acting one, that has won if the slots let it. */
    Host start(boolean singleton) {
        return start(singleton, HOME_SLOT);
    }

    /** The same, on the node of a slot. */
    Host start(boolean singleton, int slot) {
        Host host = new Host(singleton, slot, "leader-" + (hosts.size() + 1));
        hosts.add(host);
        settle();
        return host;
    }

    /** A singleton in place of one that has retired. */
    Host startAgain(Host retired) {
        Host host = new Host(true, HOME_SLOT, "leader-" + (hosts.size() + 1));
        host.leader.replace(retired.leader, now);
        hosts.add(host);
        settle();
        return host;
    }

    /** A singleton that leads an open store, with three units of Tux and one of Duck. */
    Host startOpen() {
        Host host = start(true);
        pass(LEASE);
        host.replies.clear();
        return host;
    }

    /** Delivers all messages, and those that they cause. */
    void settle() {
        while (!inFlight.isEmpty()) {
            inFlight.remove().run();
        }
    }

    /** Drops all messages that are under way. */
    void lose() {
        inFlight.clear();
    }

    /** Time passes, with ticks for all leaders that have not stopped. */
    void pass(long millis) {
        long end = now + millis;
        while (now < end) {
            now = Math.min(end, now + TIMING.heartbeatMillis() / 3);
            for (int slot = 1; slot <= slots.size(); slot++) {
                slot(slot).now = now;
                slot(slot).log().tick(now);
                catalogs.get(slot - 1).tick(now);
            }
            hosts.stream()
                    .filter(host -> host.leader.next() == StoreLeader.Next.CONTINUE)
                    .forEach(host -> host.leader.tick(now));
            settle();
        }
    }

    static Command buy(String key, String item, long quantity) {
        return new Command.PlaceOrder(key, OrderType.BUY, List.of(new Line(item, quantity)));
    }

    private static Command put(String name, long quantity) {
        return new Command.PutItem("first/" + name, name, BigDecimal.TEN, quantity, null);
    }

    /** A leader in its process. */
    final class Host implements StoreLeader.Output {
        final List<CommandReply> replies = new ArrayList<>();
        final List<String> handOversRequested = new ArrayList<>();
        final List<Long> ledAfter = new ArrayList<>();
        final List<String> retired = new ArrayList<>();
        final List<FrontEndMessage> toFrontEnd = new ArrayList<>();
        final StoreLeader leader;
        int flushes;
        int searches;

        private final String address;
        private long lastId;

        Host(boolean singleton, int slot, String address) {
            this.address = address;
            LeaderSettings settings = new LeaderSettings(
                    "stocks",
                    "node-1",
                    slots.size(),
                    HOME_SLOT,
                    List.of(slot),
                    TIMING,
                    100,
                    rules,
                    List.of(put("Tux", 3), put("Duck", 1)),
                    () -> 99);
            leader = new StoreLeader(
                    settings,
                    singleton,
                    address,
                    (entries, output, at) -> new Leader(slots.size(), TIMING, entries, output, random, at),
                    this,
                    now);
        }

        /** Submits commands in one message, each as the first attempt. */
        void submit(long epoch, Command... commands) {
            List<SubmittedCommand> submitted = new ArrayList<>();
            for (Command command : commands) {
                lastId++;
                submitted.add(new SubmittedCommand(lastId, 1, 0, command));
            }
            leader.onSubmit(FRONT_END, epoch, submitted, now);
        }

        void submit(Command... commands) {
            submit(leader.leader().epoch(), commands);
        }

        List<CommandReply> takeReplies() {
            List<CommandReply> taken = List.copyOf(replies);
            replies.clear();
            return taken;
        }

        long stock(String item) {
            Item found = Objects.requireNonNull(leader.state().item(item));
            return found.quantity();
        }

        /** The last message to the front-end, which is a lease. */
        LeaseGranted askLease() {
            leader.onLeaseAsked(FRONT_END, now, now);
            return (LeaseGranted) toFrontEnd.get(toFrontEnd.size() - 1);
        }

        @Override
        public void toReplica(int slot, ReplicaMessage message) {
            send(slot, () -> slot(slot)
                    .log()
                    .onMessage(message, address, reply -> inFlight.add(() -> leader.onReply(reply, now)), now));
        }

        private void send(int slot, Runnable message) {
            inFlight.add(() -> {
                if (!cut.contains(slot)) {
                    message.run();
                }
            });
        }

        @Override
        public void toFrontEnd(String frontEnd, FrontEndMessage message) {
            toFrontEnd.add(message);
        }

        @Override
        public void reply(String frontEnd, List<CommandReply> sent) {
            replies.addAll(sent);
        }

        @Override
        public void fetch(int slot, long fromIndex) {
            if (!losesReads) {
                send(slot, () -> slot(slot)
                        .log()
                        .fetch(fromIndex, fetched -> inFlight.add(() -> leader.onFetched(fetched, now))));
            }
        }

        @Override
        public void exportState(int slot, int position) {
            if (!losesReads) {
                send(slot, () -> catalogs.get(slot - 1)
                        .export(position, chunk -> inFlight.add(() -> leader.onChunk(chunk, now))));
            }
        }

        @Override
        public void flushLater() {
            flushes++;
            inFlight.add(() -> leader.flush(now));
        }

        @Override
        public void findLeader() {
            searches++;
            for (int slot = 1; slot <= slots.size(); slot++) {
                int asked = slot;
                send(slot, () -> {
                    var known = slot(asked).log().leader(now);
                    inFlight.add(() -> leader.onLeaderKnown(known));
                });
            }
        }

        @Override
        public void requestHandOver(String to) {
            handOversRequested.add(to);
            hosts.stream()
                    .filter(host -> host.address.equals(to))
                    .forEach(host -> inFlight.add(() -> host.leader.handOver(now)));
        }

        @Override
        public void leading(long epoch, long afterIndex) {
            ledAfter.add(afterIndex);
        }

        @Override
        public void retired(long epoch, String reason) {
            retired.add(reason);
        }
    }
}
