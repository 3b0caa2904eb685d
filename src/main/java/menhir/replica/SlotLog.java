package menhir.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import menhir.replica.LogReplies.DigestRead;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.LogReplies.LogSummary;
import menhir.replica.LogReplies.OrdersBehind;
import menhir.replica.LogReplies.OrdersRead;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.LogReplies.ReleasedEntries;
import menhir.replication.EntryWindow;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.LogEntry;
import menhir.replication.LogPosition;
import menhir.replication.Replica;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.MembershipLost;
import menhir.replication.ReplicaEvent.Started;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.PreVote;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaMessage.Released;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaMessage.Succession;
import menhir.replication.ReplicaReply;
import menhir.replication.ReplicaReply.Refused;
import menhir.replication.ReplicaState;
import menhir.replication.Timing;
import org.jspecify.annotations.Nullable;

/**
 * A slot's replica of the log around the protocol's rules ({@link Replica}): it queues leaders' messages while one is being
 * persisted, keeps the newest entries in memory, and serves readers. Only entries that a leader called released are shown
 * to anyone but a leader.
 *
 * <p>Messages that do not fit into the queue are dropped: leaders send again. Until the state is recovered from the disk,
 * messages wait. Belongs to one thread.
 */
public class SlotLog {

    /** What the log needs from its environment. */
    public interface Output {
        /** A random number at or above 0, to identify this start. */
        long newNonce();

        /** Persists events, all or none; answered by {@link SlotLog#onPersisted}. Not called again before that. */
        void persist(List<ReplicaEvent> events);

        /**
         * Reads entries from the disk: as many as there are from {@code fromIndex} on, within the limits.
         *
         * @param whenRead to be called once, on this log's thread; with null if the read failed
         */
        void read(
                ReplicaState state,
                long fromIndex,
                int maxEntries,
                int maxBytes,
                Consumer<@Nullable List<LogEntry>> whenRead);

        /**
         * Computes the digest of the log up to an index.
         *
         * @param whenRead to be called once, on this log's thread; with null if the read failed
         */
        void digest(ReplicaState state, long index, Consumer<@Nullable String> whenRead);

        /** These entries were deleted: they were not committed, and a later leader's log has others. */
        void truncated(long fromIndex, long toIndex, long leaderEpoch);

        /** The replica has less than it acknowledged: it was started from an old copy of its disk, and is blank now. */
        void membershipLost(LogPosition position, @Nullable LogPosition known);

        /** A leader wants to delete released entries; it is refused. Reported once for each epoch. */
        void truncationRefused(long fromIndex, long released, long leaderEpoch);
    }

    /** Creates the rules. */
    public interface ReplicaFactory {
        /** Creates the rules for a state that counts this start already. */
        Replica create(ReplicaState started, long now);
    }

    private record Delivery(ReplicaMessage message, String leader, Consumer<ReplicaReply> reply) {}

    private static final int MAX_QUEUE = 64;
    private static final int MAX_WAITERS = 2_000;
    private static final int MAX_READS = 128;

    /** A read waits at most so long for the log's start. */
    private static final long START_MILLIS = 60_000;

    private static final int WINDOW_ENTRIES = 4_096;
    private static final int WINDOW_BYTES = 2 * 1024 * 1024;
    private static final int READ_ENTRIES = 1_000;
    private static final int READ_BYTES = 96 * 1024;

    private final int slot;
    private final Timing timing;
    private final ReplicaFactory factory;
    private final Output output;
    private final Deque<Delivery> queue = new ArrayDeque<>();
    private final IndexWaiters waiters = new IndexWaiters(MAX_WAITERS);
    private boolean starting;
    private @Nullable Replica replica;
    private EntryWindow window = EntryWindow.empty();
    private Replica.@Nullable Step persisting;
    private @Nullable Consumer<ReplicaReply> answering;
    private int reads;
    private @Nullable String leader;
    private long leaderEpoch;
    /** Epoch of the last leader whose truncation was refused and reported: it tries again and again. */
    private long refusedEpoch;

    /** A log whose state has yet to be recovered: see {@link #onRecovered}. */
    public SlotLog(int slot, Timing timing, ReplicaFactory factory, Output output) {
        this.slot = slot;
        this.timing = timing;
        this.factory = factory;
        this.output = output;
    }

    // ---- leaders' messages ------------------------------------------------------------------------------------------

    /** The state has been read from the disk. The start is counted there first: nothing is answered before. */
    public void onRecovered() {
        starting = true;
        output.persist(List.of(new Started(output.newNonce())));
    }

    private void onStarted(ReplicaState state, long now) {
        starting = false;
        replica = factory.create(state, now);
        window = new EntryWindow(WINDOW_ENTRIES, WINDOW_BYTES, state.lastIndex());
        waiters.expire(Long.MAX_VALUE);
        processQueue(now);
    }

    /**
     * A message of a leader or candidate.
     *
     * @param from address of its actor, for those who look for the leader
     * @param reply gets the reply once everything that it says is on disk; a message may remain without one
     */
    public void onMessage(ReplicaMessage message, String from, Consumer<ReplicaReply> reply, long now) {
        if (queue.size() < MAX_QUEUE) {
            queue.add(new Delivery(message, from, reply));
            processQueue(now);
        }
    }

    private void processQueue(long now) {
        while (replica != null && persisting == null && !queue.isEmpty()) {
            process(replica, queue.removeFirst(), now);
        }
    }

    private void process(Replica rules, Delivery delivery, long now) {
        ReplicaMessage message = delivery.message();
        if (message instanceof PreVote preVote) {
            delivery.reply().accept(rules.onPreVote(preVote, now));
        } else if (message instanceof Prepare prepare) {
            carryOut(rules.onPrepare(prepare, now), delivery.reply());
        } else if (message instanceof Append append) {
            if (append.epoch() >= rules.state().epoch()) {
                leader = delivery.leader();
                leaderEpoch = append.epoch();
            }
            Replica.Step step = rules.onAppend(append, now);
            report(rules.state(), append, step);
            carryOut(step, delivery.reply());
        } else if (message instanceof Released released) {
            rules.onReleased(released);
            waiters.onReached(released());
        } else if (message instanceof Resign resign) {
            rules.onResign(resign, now);
        }
    }

    private void report(ReplicaState before, Append append, Replica.Step step) {
        for (ReplicaEvent event : step.events()) {
            if (event instanceof SuffixTruncated truncated) {
                output.truncated(truncated.fromIndex(), before.lastIndex(), append.epoch());
            } else if (event instanceof MembershipLost) {
                output.membershipLost(before.position(), append.known().of(slot));
            }
        }
        boolean truncationRefused = step.reply() instanceof Refused && append.epoch() >= before.epoch();
        if (truncationRefused && append.epoch() != refusedEpoch) {
            refusedEpoch = append.epoch();
            output.truncationRefused(append.prevIndex() + 1, released(), append.epoch());
        }
    }

    private void carryOut(Replica.Step step, Consumer<ReplicaReply> reply) {
        if (step.events().isEmpty()) {
            reply.accept(step.reply());
            waiters.onReached(released());
        } else {
            persisting = step;
            answering = reply;
            output.persist(step.events());
        }
    }

    /** The events are on disk, and gave this state. */
    public void onPersisted(ReplicaState state, long now) {
        if (starting) {
            onStarted(state, now);
            return;
        }
        Replica.Step step = persisting;
        Consumer<ReplicaReply> reply = answering;
        if (replica == null || step == null || reply == null) {
            throw new IllegalStateException("nothing was to be persisted");
        }
        persisting = null;
        answering = null;
        replica.persisted(step, state);
        step.events().forEach(this::remember);
        reply.accept(step.reply());
        waiters.onReached(released());
        processQueue(now);
    }

    private void remember(ReplicaEvent event) {
        if (event instanceof SuffixTruncated truncated) {
            window.dropFrom(truncated.fromIndex());
        } else if (event instanceof EntriesAppended appended) {
            appended.entries().forEach(window::add);
        }
    }

    // ---- readers ----------------------------------------------------------------------------------------------------

    /** Reads entries for a leader, released or not. There is no reply if the log does not reach that far. */
    public void fetch(long fromIndex, Consumer<Fetched> reply) {
        Replica rules = replica;
        if (rules == null || fromIndex < 1 || fromIndex > rules.state().lastIndex()) {
            return;
        }
        ReplicaState before = rules.state();
        long prevEpoch = before.epochAt(fromIndex - 1);
        read(rules, fromIndex, READ_ENTRIES, entries -> {
            // A later leader may have replaced these entries during the read. Then it gets none, and asks again.
            ReplicaState after = rules.state();
            boolean valid = after.epoch() == before.epoch() && after.member() == before.member();
            reply.accept(new Fetched(
                    slot, after.epoch(), after.member(), fromIndex, prevEpoch, valid ? entries : List.of()));
        });
    }

    /**
     * Reads released entries above {@code after}; waits up to {@code waitMillis} for the first one, and until the log has
     * started.
     */
    public void readReleased(long after, int limit, long waitMillis, Consumer<ReleasedEntries> reply, long now) {
        if (after < 0 || limit < 1) {
            reply.accept(new ReleasedEntries(slot, after, ReleasedEntries.NO_SUCH_ENTRY, List.of(), released()));
            return;
        }
        // The start answers all that waits: onStarted.
        long wait = replica == null ? Math.max(START_MILLIS, waitMillis) : waitMillis;
        waiters.await(after + 1, released(), wait, now, reached -> {
            Replica rules = replica;
            if (rules == null) {
                return;
            }
            long released = released();
            ReplicaState state = rules.state();
            long prevEpoch = after <= state.lastIndex() ? state.epochAt(after) : ReleasedEntries.NO_SUCH_ENTRY;
            if (released <= after) {
                reply.accept(new ReleasedEntries(slot, after, prevEpoch, List.of(), released));
                return;
            }
            int count = (int) Math.min(Math.min(limit, READ_ENTRIES), released - after);
            read(
                    rules,
                    after + 1,
                    count,
                    entries -> reply.accept(new ReleasedEntries(slot, after, prevEpoch, entries, released)));
        });
    }

    /** Reads orders: those that this replica knows to be released, or those that a leader vouches for. */
    public void readOrders(OrderRead read, Consumer<OrdersReply> reply) {
        Replica rules = replica;
        long released = Math.max(released(), read.vouchedIndex());
        if (rules == null || released > rules.state().lastIndex()) {
            reply.accept(new OrdersBehind(read.request()));
            return;
        }
        ReplicaState state = rules.state();
        long lastNumber = state.lastNumberAt(released);
        if (read.afterNumber() < 0 || read.limit() < 1) {
            reply.accept(new OrdersRead(read.request(), List.of(), 0, lastNumber));
            return;
        }
        boolean vouched = read.vouchedIndex() > 0;
        if (!vouched && read.limit() > lastNumber - read.afterNumber()) {
            reply.accept(new OrdersBehind(read.request()));
            return;
        }
        if (read.afterNumber() >= lastNumber) {
            reply.accept(new OrdersRead(read.request(), List.of(), 0, lastNumber));
            return;
        }
        long first = read.afterNumber() + 1;
        long last = Math.min(lastNumber, read.afterNumber() + read.limit());
        readOrders(
                rules,
                state.numbers().firstIndexOf(first),
                Math.min(released, state.numbers().lastIndexOf(last)),
                first,
                last,
                (index, orders) -> reply.accept(new OrdersRead(read.request(), orders, index, lastNumber)));
    }

    /** Takes orders, and the index of the first one. */
    private interface OrdersConsumer {
        void accept(long firstIndex, List<LogEntry> orders);
    }

    /** Reads at least one of the orders with the numbers {@code first..last}, which are in this range of the log. */
    private void readOrders(Replica rules, long fromIndex, long toIndex, long first, long last, OrdersConsumer reply) {
        read(rules, fromIndex, (int) Math.min(READ_ENTRIES, toIndex - fromIndex + 1), entries -> {
            List<LogEntry> orders = new ArrayList<>();
            long firstIndex = 0;
            for (int i = 0; i < entries.size(); i++) {
                LogEntry entry = entries.get(i);
                if (first <= entry.number() && entry.number() <= last) {
                    firstIndex = orders.isEmpty() ? fromIndex + i : firstIndex;
                    orders.add(entry);
                }
            }
            long next = fromIndex + entries.size();
            if (orders.isEmpty() && !entries.isEmpty() && next <= toIndex) {
                readOrders(rules, next, toIndex, first, last, reply);
            } else {
                reply.accept(firstIndex, orders);
            }
        });
    }

    /** Computes the digest of the log up to {@code index}, once that is released. There is no reply if that takes too long. */
    public void readDigest(long index, long waitMillis, Consumer<DigestRead> reply, long now) {
        if (index < 0) {
            return;
        }
        waiters.await(index, released(), waitMillis, now, reached -> {
            Replica rules = replica;
            if (reached && rules != null) {
                this.<String>pipe(
                        whenRead -> output.digest(rules.state(), index, whenRead),
                        digest -> reply.accept(new DigestRead(slot, index, digest)));
            }
        });
    }

    /** The leader, as far as this replica knows. Before recovery it acts as if a lease were running. */
    public LeaderKnown leader(long now) {
        long remaining = replica == null ? timing.leaseMillis() : replica.leaseRemainingMillis(now);
        Succession succession = replica == null ? Succession.OPEN : replica.succession();
        long epoch = leader == null && replica != null ? replica.state().acceptedEpoch() : leaderEpoch;
        return new LeaderKnown(slot, epoch, leader, remaining, succession, released());
    }

    /** The end of the log and the membership; null before recovery. */
    public @Nullable LogSummary summary() {
        return replica == null
                ? null
                : new LogSummary(replica.state().member(), replica.state().lastIndex(), null);
    }

    /** To be called now and then: ends waits whose time is over. */
    public void tick(long now) {
        waiters.expire(now);
    }

    /** The released index as far as this replica knows. */
    public long released() {
        return replica == null ? 0 : replica.released();
    }

    /** The protocol's state; null before recovery. */
    public @Nullable ReplicaState state() {
        return replica == null ? null : replica.state();
    }

    /** Reads entries that are in the log: from memory at once, or else from the disk. */
    private void read(Replica rules, long from, int limit, Consumer<List<LogEntry>> reply) {
        if (from >= window.firstIndex() && from <= window.lastIndex()) {
            reply.accept(window.from(from, limit, READ_BYTES));
        } else {
            pipe(whenRead -> output.read(rules.state(), from, limit, READ_BYTES, whenRead), reply);
        }
    }

    /** If too many reads are under way, there is no reply: the caller has a deadline and asks again. */
    private <T> void pipe(Consumer<Consumer<@Nullable T>> read, Consumer<T> reply) {
        if (reads >= MAX_READS) {
            return;
        }
        reads++;
        read.accept(result -> {
            reads--;
            if (result != null) {
                reply.accept(result);
            }
        });
    }
}
