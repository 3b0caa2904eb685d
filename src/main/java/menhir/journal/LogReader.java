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
import menhir.records.LogDigest;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaState;

/**
 * Reads a replica's log entries from its database without the replica's actor, which cannot serve reads while it persists.
 * An immutable state of the replica says which entries the log has; later events are ignored.
 *
 * <p>The returned stages fail with {@link LogDamagedException} if the database does not match the state, and with {@link
 * java.util.concurrent.TimeoutException} if it does not answer in time. No method blocks.
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
     * Reads entries from an index on, up to the state's last index and within the limits.
     *
     * @param fromIndex from 1; above the state's last index the result is empty
     * @param maxEntries maximum number of entries, at least 1
     * @param maxBytes maximum sum of the payloads in bytes; the first entry is returned even if it is larger
     */
    public CompletionStage<List<LogEntry>> read(ReplicaState state, long fromIndex, int maxEntries, int maxBytes) {
        if (maxEntries < 1) {
            throw new IllegalArgumentException("maxEntries must be at least 1, not " + maxEntries);
        }
        long toIndex = Math.min(state.lastIndex(), fromIndex + maxEntries - 1);
        ByteLimit limit = new ByteLimit(maxBytes);
        return entries(state, fromIndex, toIndex)
                .takeWhile(limit::includes)
                .completionTimeout(READ_TIMEOUT)
                .runWith(Sink.seq(), system);
    }

    /**
     * Calculates the {@linkplain LogDigest digest} of the log up to an index. It reads all entries from {@code fromIndex} on,
     * so callers should keep the digest of an earlier index.
     *
     * @param fromIndex the first index after those that {@code digestBefore} includes
     * @param digestBefore the digest up to the index before {@code fromIndex}
     * @param toIndex the last index to include, at most the state's last
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

    /** The entries of a range of the log, each once, in order. The source may be materialized more than once. */
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
                    SegmentReader reader = new SegmentReader(state, fromIndex, toIndex);
                    return event -> step(reader, event);
                });
    }

    private static List<LogEntry> step(SegmentReader reader, Optional<EventEnvelope> event) {
        if (event.isEmpty()) {
            reader.requireComplete();
            return List.of();
        }
        return reader.accept(event.get().sequenceNr(), event.get().event());
    }

    /** A limit of the sum of payloads that always includes the first entry. */
    private static final class ByteLimit {
        private final int maxBytes;
        private long bytes;
        private boolean hasEntries;

        ByteLimit(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        boolean includes(LogEntry entry) {
            bytes += entry.payload().length;
            boolean included = !hasEntries || bytes <= maxBytes;
            hasEntries = true;
            return included;
        }
    }
}
