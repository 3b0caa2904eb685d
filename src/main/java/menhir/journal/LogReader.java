package menhir.journal;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.persistence.jdbc.db.SlickExtension;
import akka.persistence.jdbc.db.SlickExtensionImpl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import menhir.records.LogDigest;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaState;
import slick.jdbc.JdbcDataSource;

/**
 * Reads a replica's log entries from its database without the replica's actor, which cannot serve reads while it persists.
 * An immutable state of the replica says which entries the log has; later events are ignored.
 *
 * <p>The returned stages fail with {@link LogDamagedException} if the database does not match the state, and with {@link
 * java.util.concurrent.TimeoutException} if it does not answer in time. No method blocks: a few threads of the slot do.
 */
public final class LogReader {
    private static final long READ_TIMEOUT_SECONDS = 10;
    private static final int DIGEST_ENTRIES = 1_000;
    private static final int DIGEST_BYTES = 1024 * 1024;

    private final String store;
    private final int slot;
    private final Executor threads;
    private final JdbcDataSource connections;

    public LogReader(ActorSystem<?> system, String store, int slot) {
        this.store = store;
        this.slot = slot;
        String reads = JournalConfig.readsId(slot);
        this.threads = system.dispatchers().lookup(DispatcherSelector.fromConfig(reads));
        this.connections = ((SlickExtensionImpl) SlickExtension.get(system.classicSystem()))
                .database(system.settings().config().getConfig(reads))
                .database()
                .source();
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
        if (fromIndex < 1) {
            throw new IllegalArgumentException("a log begins at index 1, not at " + fromIndex);
        }
        long toIndex = Math.min(state.lastIndex(), fromIndex + maxEntries - 1);
        if (fromIndex > toIndex) {
            return CompletableFuture.completedFuture(List.of());
        }
        try {
            return CompletableFuture.supplyAsync(() -> entries(state, fromIndex, toIndex, maxBytes), threads)
                    .orTimeout(READ_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private List<LogEntry> entries(ReplicaState state, long fromIndex, long toIndex, int maxBytes) {
        SegmentReader segments = new SegmentReader(state, fromIndex, toIndex);
        BoundedEntries read = new BoundedEntries(maxBytes);
        try (Connection connection = connections.createConnection()) {
            while (!segments.isComplete() && !read.full) {
                // Not beyond the segment: its entries may be all that fit.
                List<StoredEvent> page = StoredEvent.page(
                        connection, store, slot, segments.nextSequenceNr(), segments.segmentEndSequenceNr());
                if (page.isEmpty()) {
                    segments.requireComplete();
                }
                for (StoredEvent event : page) {
                    segments.accept(event.sequenceNr(), event.decode()).forEach(read::add);
                }
            }
            return read.entries;
        } catch (SQLException | IOException e) {
            throw new CompletionException(e);
        }
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
        return digest(new LogDigest(fromIndex - 1, digestBefore), state, fromIndex, toIndex);
    }

    /** Reads in parts, so that other reads get their turn. */
    private CompletionStage<byte[]> digest(LogDigest digest, ReplicaState state, long fromIndex, long toIndex) {
        if (fromIndex > toIndex) {
            return CompletableFuture.completedFuture(digest.value());
        }
        int part = (int) Math.min(DIGEST_ENTRIES, toIndex - fromIndex + 1);
        return read(state, fromIndex, part, DIGEST_BYTES).thenCompose(entries -> {
            entries.forEach(digest::add);
            return digest(digest, state, fromIndex + entries.size(), toIndex);
        });
    }

    /** Entries up to a sum of payloads, and always the first one. */
    private static final class BoundedEntries {
        final List<LogEntry> entries = new ArrayList<>();
        boolean full;
        private final int maxBytes;
        private long bytes;

        BoundedEntries(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        void add(LogEntry entry) {
            bytes += entry.payload().length;
            full |= !entries.isEmpty() && bytes > maxBytes;
            if (!full) {
                entries.add(entry);
            }
        }
    }
}
