package menhir.replica.actor;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import menhir.journal.LogReader;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaState;
import org.jspecify.annotations.Nullable;

/**
 * A store's released orders in a database of this node. The replica says how far they are released; then anyone on the node
 * reads them without asking the replica, because what is released never changes. Thread-safe.
 */
public final class LocalOrders {
    /** Most entries, and most bytes of payloads, of one read. */
    private static final int READ_ENTRIES = 1_000;

    private static final int READ_BYTES = 96 * 1024;

    private record Released(LogReader reader, ReplicaState state, long index, long lastNumber) {}

    private final AtomicReference<@Nullable Released> released = new AtomicReference<>();

    /** A replica's log is released up to an index. Of several replicas on a node the one that is ahead is read. */
    void publish(LogReader reader, ReplicaState state, long index) {
        Released next = new Released(reader, state, index, state.lastNumberAt(index));
        released.updateAndGet(now -> now == null || now.index() <= index ? next : now);
    }

    /** What was read with this reader is not to be used any more. */
    void withdraw(LogReader reader) {
        released.updateAndGet(now -> now == null || now.reader() == reader ? null : now);
    }

    /** The highest number that is known to be released, or 0. */
    public long lastNumber() {
        Released now = released.get();
        return now == null ? 0 : now.lastNumber();
    }

    /**
     * Reads at least one of the orders with the numbers {@code first..last}: the first of them, in their order. None are
     * returned if the replica does not know that they are released.
     *
     * @param first from 1
     * @param last at or above {@code first}
     */
    public CompletionStage<List<LogEntry>> read(long first, long last) {
        Released now = released.get();
        if (now == null || last > now.lastNumber()) {
            return CompletableFuture.completedFuture(List.of());
        }
        long toIndex = Math.min(now.index(), now.state().numbers().lastIndexOf(last));
        return read(now, now.state().numbers().firstIndexOf(first), toIndex, first, last);
    }

    private static CompletionStage<List<LogEntry>> read(
            Released from, long fromIndex, long toIndex, long first, long last) {
        int entries = (int) Math.min(READ_ENTRIES, toIndex - fromIndex + 1);
        return from.reader().read(from.state(), fromIndex, entries, READ_BYTES).thenCompose(read -> {
            List<LogEntry> orders = read.stream()
                    .filter(entry -> first <= entry.number() && entry.number() <= last)
                    .toList();
            long next = fromIndex + read.size();
            return orders.isEmpty() && !read.isEmpty() && next <= toIndex
                    ? read(from, next, toIndex, first, last)
                    : CompletableFuture.completedFuture(orders);
        });
    }
}
