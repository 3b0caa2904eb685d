package menhir.replication;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.Started;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.PreVote;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaMessage.Released;
import menhir.replication.ReplicaMessage.Resign;
import org.jspecify.annotations.Nullable;

/**
 * A few replicas on a bench, and one leader at a time, for stories with a plot: disks write at once, messages arrive in
 * order, and time stands still until the test moves it.
 */
final class Bench {
    final Timing timing;
    final List<Slot> slots = new ArrayList<>();
    /** No message reaches these slots. */
    final Set<Integer> cut = new HashSet<>();

    private final Deque<Runnable> inFlight = new ArrayDeque<>();
    private final SplittableRandom random = new SplittableRandom(7);
    /** Below zero, where a monotonic clock may well stand. */
    long now = -5_000;

    private long lives;

    Bench(int count, Timing timing) {
        this.timing = timing;
        for (int slot = 1; slot <= count; slot++) {
            slots.add(new Slot(slot));
        }
    }

    static Timing smallWindows() {
        Timing usual = Timing.ofLease(1_000);
        return new Timing(
                usual.leaseMillis(),
                usual.cacheLeaseMillis(),
                usual.heartbeatMillis(),
                usual.resendMillis(),
                usual.marginMillis(),
                2,
                1_000,
                6,
                usual.unreleasedBytes(),
                2,
                usual.windowBytes());
    }

    Slot slot(int slot) {
        return slots.get(slot - 1);
    }

    Candidate candidate() {
        return new Candidate();
    }

    /** A leader, from nothing, with all replicas. */
    Candidate leader() {
        Candidate candidate = candidate();
        settle();
        return candidate;
    }

    /** Lets every message arrive that is under way, and what they cause. */
    void settle() {
        for (int i = 0; !inFlight.isEmpty(); i++) {
            if (i == 100_000) {
                throw new IllegalStateException("messages without end");
            }
            inFlight.poll().run();
        }
    }

    /** Lets one message arrive. */
    void settleOne() {
        Runnable next = inFlight.poll();
        if (next != null) {
            next.run();
        }
    }

    /** Takes what is under way out of the network, for the test to deliver when it likes. */
    List<Runnable> takeInFlight() {
        List<Runnable> taken = List.copyOf(inFlight);
        inFlight.clear();
        return taken;
    }

    /** Drops what is under way. */
    void lose() {
        inFlight.clear();
    }

    /** Time goes by, with ticks for these leaders. */
    void pass(long millis, Candidate... candidates) {
        long end = now + millis;
        while (now < end) {
            now = Math.min(end, now + timing.heartbeatMillis() / 3);
            for (Candidate candidate : candidates) {
                candidate.leader.tick(now);
            }
            settle();
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A copy of a slot's disk. */
    record Copy(ReplicaState state, List<LogEntry> entries) {}

    /** A slot: a disk and the replica that runs on it. */
    final class Slot {
        final int number;
        final List<String> log = new ArrayList<>();
        private final List<LogEntry> entries = new ArrayList<>();
        private ReplicaState state = ReplicaState.BLANK;
        Replica replica;
        int appends;

        Slot(int number) {
            this.number = number;
            this.replica = started();
        }

        private Replica started() {
            state = state.apply(new Started(++lives));
            return new Replica(number, timing, state, now);
        }

        ReplicaState state() {
            return state;
        }

        void restart() {
            replica = started();
        }

        Copy copy() {
            return new Copy(state, List.copyOf(entries));
        }

        /** Replaces the disk by an older copy of it. */
        void putBack(Copy copy) {
            state = copy.state();
            entries.clear();
            entries.addAll(copy.entries());
            restart();
        }

        void wipe() {
            state = ReplicaState.BLANK;
            entries.clear();
            log.clear();
            restart();
        }

        @Nullable
        ReplicaReply take(ReplicaMessage message) {
            if (message instanceof PreVote preVote) {
                return replica.onPreVote(preVote, now);
            } else if (message instanceof Prepare prepare) {
                return persist(replica.onPrepare(prepare, now));
            } else if (message instanceof Append append) {
                appends++;
                return persist(replica.onAppend(append, now));
            }
            if (message instanceof Released released) {
                replica.onReleased(released);
            } else {
                replica.onResign((Resign) message, now);
            }
            return null;
        }

        private ReplicaReply persist(Replica.Step step) {
            if (!step.events().isEmpty()) {
                step.events().forEach(this::write);
                replica.persisted(step, state);
            }
            return step.reply();
        }

        private void write(ReplicaEvent event) {
            state = state.apply(event);
            if (event instanceof EntriesAppended appended) {
                entries.addAll(appended.entries());
            } else if (event instanceof SuffixTruncated dropped) {
                entries.subList((int) dropped.fromIndex() - 1, entries.size()).clear();
            }
            log.clear();
            entries.forEach(entry -> log.add(new String(entry.payload(), StandardCharsets.UTF_8)));
        }

        LeaderOutput.Fetched read(long from, int limit) {
            List<LogEntry> found = from > entries.size()
                    ? List.of()
                    : List.copyOf(entries.subList((int) from - 1, (int) Math.min(entries.size(), from - 1 + limit)));
            long prevEpoch = from - 1 <= entries.size() ? state.epochAt(from - 1) : 0;
            return new LeaderOutput.Fetched(number, state.epoch(), state.member(), from, prevEpoch, found);
        }
    }

    /** A leader, or one that would like to be. */
    final class Candidate implements LeaderOutput, LeaderOutput.Entries {
        final List<String> toFrontEnds = new ArrayList<>();
        final List<FrontEndMessage> frontEndMessages = new ArrayList<>();
        final List<Integer> fetchedFrom = new ArrayList<>();
        final Leader leader;
        /** Whether loading the log succeeds, at once. */
        boolean loads = true;

        int asksToLoad;
        /** Whose log it took over. */
        int sourceSlot;

        @Nullable
        String retiredBecause;

        Candidate() {
            leader = new Leader(slots.size(), timing, this, this, random, now);
        }

        long propose(String text, String... touches) {
            return leader.propose(0, bytes(text), Set.of(touches));
        }

        /** Proposes, and lets it be committed. */
        long write(String text, String... touches) {
            long index = propose(text, touches);
            leader.flush(now);
            settle();
            return index;
        }

        @Override
        public void toReplica(int slot, ReplicaMessage message) {
            inFlight.add(() -> {
                if (!cut.contains(slot)) {
                    ReplicaReply reply = slot(slot).take(message);
                    if (reply != null) {
                        inFlight.add(() -> leader.onReply(reply, now));
                    }
                }
            });
        }

        @Override
        public void toFrontEnd(String frontEnd, FrontEndMessage message) {
            toFrontEnds.add(frontEnd);
            frontEndMessages.add(message);
        }

        @Override
        public void fetch(int slot, long fromIndex) {
            fetchedFrom.add(slot);
            inFlight.add(() -> {
                if (!cut.contains(slot)) {
                    LeaderOutput.Fetched fetched = slot(slot).read(fromIndex, 3);
                    inFlight.add(() -> leader.onFetched(fetched, now));
                }
            });
        }

        @Override
        public void load(int slot, long lastIndex, long now) {
            asksToLoad++;
            sourceSlot = slot;
            if (loads) {
                inFlight.add(() -> leader.onLoaded(now));
            }
        }

        @Override
        public void released(long index) {
            // The tests ask the leader.
        }

        @Override
        public void retired(String reason) {
            retiredBecause = reason;
        }

        @Override
        public byte[] leaderElected(long epoch) {
            return bytes("leader " + epoch);
        }

        @Override
        public byte[] replicaJoined(int slot) {
            return bytes("joined " + slot);
        }
    }
}
