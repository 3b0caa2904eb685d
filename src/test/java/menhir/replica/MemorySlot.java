package menhir.replica;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import menhir.replication.Incarnation;
import menhir.replication.KnownPositions;
import menhir.replication.LogEntry;
import menhir.replication.LogPosition;
import menhir.replication.Replica;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaReply;
import menhir.replication.ReplicaState;
import menhir.replication.Timing;
import org.jspecify.annotations.Nullable;

/**
 * A slot's log on a disk in memory. Writes and reads are done at once, unless the test holds them; time stands still until
 * the test moves it.
 */
public final class MemorySlot implements SlotLog.Output {
    public static final Timing TIMING = Timing.ofLease(1_000);
    static final String LEADER = "leader";
    private static final Join NO_JOIN = new Join(Long.MAX_VALUE, Incarnation.NONE);

    /** Below zero, as a monotonic clock may be. */
    public long now = -5_000;

    boolean holdsWrites;
    boolean holdsReads;
    int diskReads;

    private final int slot;
    private final Deque<List<ReplicaEvent>> writes = new ArrayDeque<>();
    private final Deque<Runnable> reads = new ArrayDeque<>();
    private final Deque<Runnable> failures = new ArrayDeque<>();
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<ReplicaReply> replies = new ArrayList<>();
    private ReplicaState disk = ReplicaState.BLANK;
    private SlotLog log;
    private long nonces;
    final List<String> reports = new ArrayList<>();

    /** A slot with an empty disk that has not recovered yet. */
    public MemorySlot(int slot) {
        this.slot = slot;
        this.log = newLog();
    }

    /** A slot with an empty disk. */
    public static MemorySlot recovered(int slot) {
        MemorySlot recovered = new MemorySlot(slot);
        recovered.recover();
        return recovered;
    }

    private SlotLog newLog() {
        return new SlotLog(slot, TIMING, (started, at) -> new Replica(slot, TIMING, started, at), this);
    }

    public SlotLog log() {
        return log;
    }

    void recover() {
        log.onRecovered();
    }

    /** The process is replaced by a new one on the same disk. What was being written is lost. */
    public void restart() {
        writes.clear();
        reads.clear();
        failures.clear();
        log = newLog();
        recover();
    }

    // ---- a leader ---------------------------------------------------------------------------------------------------

    /** Sends a message; its reply is among {@link #takeReplies()}. */
    void deliver(ReplicaMessage message) {
        log.onMessage(message, LEADER, replies::add, now);
    }

    List<ReplicaReply> takeReplies() {
        List<ReplicaReply> taken = List.copyOf(replies);
        replies.clear();
        return taken;
    }

    /** Appends texts at the end of the log. */
    void append(long epoch, long released, String... texts) {
        deliver(appendAt(disk.lastIndex(), disk.lastEpoch(), epoch, released, texts));
    }

    static Append appendAt(long prevIndex, long prevEpoch, long epoch, long released, String... texts) {
        return append(
                prevIndex,
                prevEpoch,
                epoch,
                released,
                Arrays.stream(texts).map(text -> entry(epoch, text)).toList());
    }

    static Append append(long prevIndex, long prevEpoch, long epoch, long released, List<LogEntry> entries) {
        return new Append(
                epoch, 1, prevIndex, prevEpoch, entries, NO_JOIN, released, KnownPositions.NONE, TIMING.leaseMillis());
    }

    /** An order's text is its number. */
    static LogEntry entry(long epoch, String text) {
        long number = text.chars().allMatch(Character::isDigit) ? Long.parseLong(text) : 0;
        return new LogEntry(epoch, number, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> texts(List<LogEntry> entries) {
        return entries.stream()
                .map(entry -> new String(entry.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    // ---- the disk ---------------------------------------------------------------------------------------------------

    @Override
    public long newNonce() {
        return ++nonces;
    }

    @Override
    public void persist(List<ReplicaEvent> events) {
        writes.add(events);
        if (!holdsWrites) {
            completeWrite();
        }
    }

    /** How many batches are being written: never more than one. */
    int writing() {
        return writes.size();
    }

    void completeWrite() {
        for (ReplicaEvent event : writes.remove()) {
            disk = disk.apply(event);
            if (event instanceof EntriesAppended appended) {
                entries.addAll(appended.entries());
            } else if (event instanceof SuffixTruncated truncated) {
                entries.subList((int) truncated.fromIndex() - 1, entries.size()).clear();
            }
        }
        log.onPersisted(disk, now);
    }

    @Override
    public void read(
            ReplicaState state,
            long fromIndex,
            int maxEntries,
            int maxBytes,
            Consumer<@Nullable List<LogEntry>> whenRead) {
        if (fromIndex < 1 || maxEntries < 1) {
            throw new IllegalArgumentException("cannot read " + maxEntries + " entries from " + fromIndex);
        }
        diskReads++;
        List<LogEntry> found = List.copyOf(
                entries.subList((int) fromIndex - 1, (int) Math.min(state.lastIndex(), fromIndex - 1 + maxEntries)));
        answer(found, whenRead);
    }

    @Override
    public void digest(ReplicaState state, long index, Consumer<@Nullable String> whenRead) {
        answer("digest of " + index, whenRead);
    }

    @Override
    public void truncated(long fromIndex, long toIndex, long leaderEpoch) {
        reports.add("truncated " + fromIndex + " to " + toIndex + " by " + leaderEpoch);
    }

    @Override
    public void membershipLost(LogPosition position, @Nullable LogPosition known) {
        reports.add("membership lost at " + position.lastIndex());
    }

    @Override
    public void truncationRefused(long fromIndex, long released, long leaderEpoch) {
        reports.add("truncation refused from " + fromIndex + " by " + leaderEpoch);
    }

    private <T> void answer(T result, Consumer<@Nullable T> whenRead) {
        reads.add(() -> whenRead.accept(result));
        failures.add(() -> whenRead.accept(null));
        if (!holdsReads) {
            completeRead();
        }
    }

    void completeRead() {
        failures.remove();
        reads.remove().run();
    }

    void failRead() {
        reads.remove();
        failures.remove().run();
    }
}
