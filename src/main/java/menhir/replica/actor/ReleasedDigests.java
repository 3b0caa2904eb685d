package menhir.replica.actor;

import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.journal.LogReader;
import menhir.replication.ReplicaState;

/**
 * SHA-256 digests of the released part of a log, chained entry by entry, so that a later digest continues from an earlier
 * one. Released entries never change, so the newest digests are kept. One computation at a time.
 */
final class ReleasedDigests {
    private static final int KEPT = 64;
    private static final byte[] START = new byte[32];

    private final LogReader reader;
    private final NavigableMap<Long, byte[]> known = new TreeMap<>();
    private CompletionStage<Void> last = CompletableFuture.completedFuture(null);

    ReleasedDigests(LogReader reader) {
        this.reader = reader;
    }

    /** The digest of entries 1 to {@code index}, hexadecimal. */
    synchronized CompletionStage<String> upTo(ReplicaState state, long index) {
        CompletionStage<byte[]> next = last.thenCompose(ignored -> compute(state, index));
        last = next.handle((digest, failure) -> null);
        return next.thenApply(HexFormat.of()::formatHex);
    }

    private synchronized CompletionStage<byte[]> compute(ReplicaState state, long index) {
        var before = known.floorEntry(index);
        long from = before == null ? 0 : before.getKey();
        byte[] digestBefore = before == null ? START : before.getValue();
        if (from == index) {
            return CompletableFuture.completedFuture(digestBefore);
        }
        return reader.digest(state, from + 1, digestBefore, index).thenApply(digest -> keep(index, digest));
    }

    private synchronized byte[] keep(long index, byte[] digest) {
        known.put(index, digest);
        if (known.size() > KEPT) {
            known.pollFirstEntry();
        }
        return digest;
    }
}
