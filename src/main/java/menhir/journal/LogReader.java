package menhir.journal;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.persistence.jdbc.query.javadsl.JdbcReadJournal;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.PersistenceQuery;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaState;

/**
 * Reads a replica's log entries from its database, beside the replica: an actor that persists should not be asked to read.
 * What to read is told by a state of the replica, which is immutable; events that came after it are not looked at, so a
 * reader never gives an entry that the state does not have.
 *
 * <p>A stage that is returned fails with {@link LogDamagedException} if the database does not hold what the state says, and with a
 * {@link java.util.concurrent.TimeoutException} if it does not answer in time. Nothing blocks.
 */
public final class LogReader {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final JdbcReadJournal journal;
    private final String persistenceId;

    public LogReader(ActorSystem<?> system, String store, int slot) {
        this.system = system;
        this.journal = PersistenceQuery.get(system)
                .getReadJournalFor(JdbcReadJournal.class, JournalConfig.queryId(store, slot));
        this.persistenceId = PersistenceIds.orders(store, slot);
    }

    /**
     * Entries from an index on: as many as there are up to the state's last index, and as the limits allow.
     *
     * @param fromIndex from 1; beyond the state's last index gives an empty list
     * @param maxEntries at least 1
     * @param maxBytes most bytes of payload together; the first entry is given in any case
     */
    public CompletionStage<List<LogEntry>> read(ReplicaState state, long fromIndex, int maxEntries, int maxBytes) {
        if (maxEntries < 1) {
            throw new IllegalArgumentException("at least one entry must be asked for, not " + maxEntries);
        }
        long toIndex = Math.min(state.lastIndex(), fromIndex + maxEntries - 1);
        Allowance allowance = new Allowance(maxBytes);
        return entries(state, fromIndex, toIndex)
                .takeWhile(allowance::grants)
                .completionTimeout(READ_TIMEOUT)
                .runWith(Sink.seq(), system);
    }

    /**
     * The {@linkplain LogDigest fingerprint} of the log up to an index. Reads all entries from {@code fromIndex} to it, so
     * callers do well to keep the fingerprints of earlier indexes.
     *
     * @param fromIndex the first index that is not in {@code digestBefore}
     * @param digestBefore the fingerprint up to the index before that one
     * @param toIndex the last index to take in, at most the state's last
     */
    public CompletionStage<byte[]> digest(ReplicaState state, long fromIndex, byte[] digestBefore, long toIndex) {
        if (toIndex > state.lastIndex()) {
            throw new IllegalArgumentException("index " + toIndex + " is beyond a log of " + state.lastIndex());
        }
        LogDigest digest = new LogDigest(fromIndex - 1, digestBefore);
        return entries(state, fromIndex, toIndex)
                .idleTimeout(READ_TIMEOUT)
                .runForeach(digest::add, system)
                .thenApply(done -> digest.value());
    }

    /** The entries of a stretch of the log, each once, in order. It may be materialized more than once. */
    public Source<LogEntry, NotUsed> entries(ReplicaState state, long fromIndex, long toIndex) {
        if (fromIndex < 1) {
            throw new IllegalArgumentException("a log begins at index 1, not at " + fromIndex);
        }
        if (fromIndex > toIndex) {
            return Source.empty();
        }
        SegmentReader range = new SegmentReader(state, fromIndex, toIndex);
        return journal.currentEventsByPersistenceId(persistenceId, range.firstSequenceNr(), range.lastSequenceNr())
                .map(Optional::of)
                .concat(Source.single(Optional.<EventEnvelope>empty()))
                .statefulMapConcat(() -> {
                    SegmentReader walk = new SegmentReader(state, fromIndex, toIndex);
                    return event -> step(walk, event);
                });
    }

    private static List<LogEntry> step(SegmentReader walk, Optional<EventEnvelope> event) {
        if (event.isEmpty()) {
            walk.requireComplete();
            return List.of();
        }
        return walk.accept(event.get().sequenceNr(), event.get().event());
    }

    /** How much may still be given: a byte limit that lets the first entry through. */
    private static final class Allowance {
        private final int maxBytes;
        private long bytes;
        private boolean given;

        Allowance(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        boolean grants(LogEntry entry) {
            bytes += entry.payload().length;
            boolean granted = !given || bytes <= maxBytes;
            given = true;
            return granted;
        }
    }
}
