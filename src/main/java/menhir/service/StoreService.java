package menhir.service;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import menhir.cluster.NodeView;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.Item;
import menhir.store.Order;
import menhir.store.Rejection;
import menhir.store.StoreKind;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/**
 * What every node can do for a client, whichever nodes hold the replicas. Every stage completes within a bounded time:
 * with a result, or with a {@link ServiceException} that says what the client may do. Thread-safe.
 *
 * <p>A store's name must be one of {@link #stores()}; anything else is an {@link IllegalArgumentException}.
 */
public interface StoreService {

    /** A store of this server. */
    record StoreInfo(String name, StoreKind kind) {}

    /** A value, or none of that name; and whether this node's cache had the answer. */
    record Lookup(@Nullable Value value, boolean hit) {
        /** The item, or null if there is none of that name, or something else. */
        public @Nullable Item item() {
            return value instanceof Item item ? item : null;
        }
    }

    /**
     * A page of items by name; {@code next} continues it, null at the end.
     *
     * @param hit whether this node's cache had the answer
     */
    public record ItemPage(List<Item> items, @Nullable String next, boolean hit) {}

    /**
     * All items of a topic by name, as they stood at one instant; or, if not {@code complete}, none, because they are too
     * many for that.
     *
     * @param hit whether this node's cache had the answer
     */
    record Topic(List<Item> items, boolean complete, boolean hit) {}

    /** A page of the order log; {@code next} continues it, null at the end. */
    record OrderPage(List<Order> orders, @Nullable Long next) {}

    /** What became of a command. */
    public sealed interface Outcome {
        /** The order stands; {@code replayed} when the same key placed it before. */
        record OrderStands(Order order, boolean replayed) implements Outcome {}

        /** The item as the change left it, or as it is now when the change was {@code replayed}. */
        record ItemStands(Item item, boolean created, boolean replayed) implements Outcome {}

        /** The board or roster as the change left it, or as it is now when the change was {@code replayed}. */
        record ValueStands(Value value, boolean replayed) implements Outcome {}

        /** Nothing was changed; {@code replayed} when the same key was refused before, by an entry of the log. */
        record Refused(Rejection why, boolean replayed) implements Outcome {
            public Refused(Rejection why) {
                this(why, false);
            }
        }
    }

    /** A released log entry. */
    record LogEvent(long index, Entry entry) {}

    /** Released entries in order, and where to go on. Empty when nothing happened in the time given. */
    record LogEvents(List<LogEvent> events, long lastIndex) {}

    /**
     * A replica; {@code state} is member, blank or down.
     *
     * @param reads how many reads of the catalog it has answered since its start, for all nodes; null if it does not say
     */
    record ReplicaView(
            int slot,
            @Nullable String node,
            String state,
            long lastIndex,
            long lag,
            @Nullable Long reads) {}

    /** A store; the leader is null while there is none. */
    record StoreView(
            String store,
            @Nullable String leader,
            long epoch,
            long lastIndex,
            long released,
            List<ReplicaView> replicas) {}

    record ClusterView(List<NodeView> nodes, List<StoreView> stores) {}

    /** SHA-256 over a replica's log up to {@code index}; null for a replica that did not answer in time. */
    record ReplicaDigest(int slot, long index, @Nullable String digest) {}

    record DigestView(long index, List<ReplicaDigest> replicas) {}

    /** This node's cache of a store. */
    record CacheView(
            String store,
            int size,
            int capacity,
            boolean leaseRunning,
            long hits,
            long misses,
            long invalidations,
            List<String> items,
            List<String> topics,
            List<Long> numbers) {}

    Collection<StoreInfo> stores();

    /** Current as of some moment between call and answer; see docs/guarantees.md. */
    CompletionStage<Lookup> lookup(String store, String item);

    /** The same by an item's number, which in a store that numbers its items never changes. */
    CompletionStage<Lookup> lookupNumber(String store, long number);

    /** Current as of some moment between call and answer, like an item. */
    CompletionStage<Topic> topic(String store, String topic);

    /** Items after the name {@code after}, or from the first; only those of a topic, if one is given. */
    CompletionStage<ItemPage> items(String store, @Nullable String topic, @Nullable String after, int limit);

    /** How many items, or boards, the store has. */
    CompletionStage<Long> itemCount(String store);

    /**
     * Does what the command says, once. Completes when it is on disk in a majority of the replicas and no cache shows what
     * was before. The key must be 1 to 255 printable ASCII characters; {@link #newKey()} makes one.
     */
    CompletionStage<Outcome> submit(String store, Command command);

    /** A key for a client that gave none. */
    String newKey();

    /** The order with this number, or null. */
    CompletionStage<@Nullable Order> order(String store, long number);

    /** Orders with numbers above {@code after}. */
    CompletionStage<OrderPage> orders(String store, long after, int limit);

    /** Released entries with indexes above {@code after}, waiting up to {@code wait} for the first. */
    CompletionStage<LogEvents> events(String store, long after, int limit, Duration wait);

    /** Index of the last released entry that this node knows of: where a new listener starts. */
    CompletionStage<Long> lastReleased(String store);

    /** Index of the last entry that is released, by the word of the leader: nothing above it was acknowledged yet. */
    CompletionStage<Long> released(String store);

    /** Released entries with indexes above {@code after}, which must be below {@link #released}. Never empty. */
    CompletionStage<LogEvents> entries(String store, long after, int limit);

    CompletionStage<ClusterView> cluster();

    CompletionStage<DigestView> digest(String store);

    CompletionStage<CacheView> cache(String store);

    /** Whether an order could be taken here now, for each store; empty when all could, else why not. */
    CompletionStage<List<String>> notReady();
}
