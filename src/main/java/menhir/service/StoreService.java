package menhir.service;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import menhir.cluster.NodeView;
import menhir.replication.LogEntry;
import menhir.store.Board;
import menhir.store.Cancellation;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.Hold;
import menhir.store.Item;
import menhir.store.Line;
import menhir.store.Order;
import menhir.store.Rejection;
import menhir.store.StoreKind;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/**
 * The stores as clients see them, on any node. Every stage completes within a bounded time: with a result, or with a {@link
 * ServiceException} that says what the client may do. Thread-safe.
 *
 * <p>A store's name must be one of {@link #stores()}; others are an {@link IllegalArgumentException}. Callers check all other
 * arguments against the documented bounds too: outside of them the result is undefined. Numbers and indexes are below 10^18.
 */
public interface StoreService {

    /** A store of this server. */
    record StoreInfo(String name, StoreKind kind) {}

    /**
     * The result of a lookup.
     *
     * @param value null if the store has none with that name or number
     * @param hit whether this node's cache had the result
     */
    record Lookup(@Nullable Value value, boolean hit) {
        /** The item; null if there is none, if it is sold no more, or if the value is not an item. */
        public @Nullable Item item() {
            return value instanceof Item item && !item.retired() ? item : null;
        }

        /** Whether the value is an item that is sold no more. */
        public boolean retired() {
            return value instanceof Item item && item.retired();
        }
    }

    /**
     * A page of items in the order of their names.
     *
     * @param next name to continue after; null on the last page
     * @param hit whether this node's cache had the result
     */
    record ItemPage(List<Item> items, @Nullable String next, boolean hit) {}

    /**
     * A page of a scoreboard's boards in the order of their names.
     *
     * @param next name to continue after; null on the last page
     */
    record BoardPage(List<Board> boards, @Nullable String next) {}

    /**
     * All items of a topic in the order of their names, as of one instant.
     *
     * @param complete false if the topic has too many items for one result; then {@code items} is empty
     * @param hit whether this node's cache had the result
     */
    record Topic(List<Item> items, boolean complete, boolean hit) {}

    /**
     * A page of active holds in the order of their ids.
     *
     * @param next id to continue after; null on the last page
     * @param active how many holds are active in the whole store
     */
    record HoldPage(List<Hold> holds, @Nullable Long next, long active) {}

    /**
     * A page of the order log.
     *
     * @param next the cursor of the next page; null on the last page
     */
    record OrderPage(List<Order> orders, @Nullable Long next) {}

    /** The outcome of a command. */
    sealed interface Outcome {
        /** Whether an earlier command with the same key had this outcome. */
        boolean replayed();

        /**
         * The order was placed.
         *
         * @param replayed whether an earlier command with the same key placed it
         */
        record OrderPlaced(Order order, boolean replayed) implements Outcome {}

        /**
         * The order was cancelled.
         *
         * @param order as it was placed
         * @param replayed whether an earlier command with the same key cancelled it
         */
        record OrderCancelled(Order order, Cancellation cancellation, boolean replayed) implements Outcome {}

        /**
         * An item was added or changed.
         *
         * @param item after the change, or as it is now if the outcome is replayed
         * @param replayed whether an earlier command with the same key changed it
         */
        record ItemChanged(Item item, boolean created, boolean replayed) implements Outcome {}

        /**
         * A value of a scoreboard was changed: a board or the membership view.
         *
         * @param value after the change, or as it is now if the outcome is replayed
         * @param replayed whether an earlier command with the same key changed it
         */
        record ValueChanged(Value value, boolean replayed) implements Outcome {}

        /**
         * The command was rejected, and nothing was changed.
         *
         * @param replayed whether the log has the rejection of an earlier command with the same key
         */
        record Rejected(Rejection reason, boolean replayed) implements Outcome {
            public Rejected(Rejection reason) {
                this(reason, false);
            }
        }
    }

    /** A released log entry. */
    record LogEvent(long index, Entry entry) {}

    /**
     * Released entries in the order of the log.
     *
     * @param lastIndex index to continue after
     */
    record LogEvents(List<LogEvent> events, long lastIndex) {}

    /**
     * A replica of a store.
     *
     * @param node the node that has the slot, or had it last; null if none is known
     * @param state member, blank, failed or down
     * @param lag released entries that it does not have; null if that is not known
     * @param reads catalog reads that it has answered since its start, for all nodes; null if it did not answer
     * @param failure why the replica has failed; null if it has not
     */
    record ReplicaView(
            int slot,
            @Nullable String node,
            String state,
            long lastIndex,
            @Nullable Long lag,
            @Nullable Long reads,
            @Nullable String failure) {}

    /**
     * A store with its replicas.
     *
     * @param leader name of the leader's node; null while there is none
     * @param released index up to which entries are visible to clients
     * @param ageMillis how long ago the leader and the replicas were asked
     */
    record StoreView(
            String store,
            @Nullable String leader,
            long epoch,
            long lastIndex,
            long released,
            long ageMillis,
            List<ReplicaView> replicas) {

        /** The same, asked at another time. */
        public StoreView withAge(long millis) {
            return new StoreView(store, leader, epoch, lastIndex, released, millis, replicas);
        }
    }

    /** The cluster as this node sees it. */
    record ClusterView(List<NodeView> nodes, List<StoreView> stores) {}

    /**
     * Hashes of a replica's log and of its catalog.
     *
     * @param digest SHA-256 over the entries up to {@code index}, in hexadecimal; null if the replica did not answer in time
     * @param catalog 64 bits over what the replica's catalog showed at {@code index}, in hexadecimal; null if the catalog did not
     *     answer in time, or had passed the index too long before
     */
    record ReplicaDigest(
            int slot,
            long index,
            @Nullable String digest,
            @Nullable String catalog) {}

    /** Hashes of all replicas' logs and catalogs at the same index. */
    record DigestView(long index, List<ReplicaDigest> replicas) {}

    /**
     * This node's cache of a store.
     *
     * @param size cached values
     * @param capacity most values that it may hold; 0 if the cache is off
     * @param leaseRunning whether this node holds a lease, without which the cache is not used
     * @param items names of cached items
     * @param topics cached topics
     * @param numbers numbers whose item is cached
     */
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

    /** All stores, in the order of the configuration. */
    Collection<StoreInfo> stores();

    /** How many slots the cluster has: replicas of each store. */
    int slots();

    /** The value with this name, current as of some instant between call and result; see docs/guarantees.md. */
    CompletionStage<Lookup> lookup(String store, String name);

    /**
     * The item with this number, as current as {@link #lookup}. An item's number never changes.
     *
     * @param number from 1
     */
    CompletionStage<Lookup> lookupNumber(String store, long number);

    /** The items of a topic, as current as {@link #lookup}. */
    CompletionStage<Topic> topic(String store, String topic);

    /**
     * A page of items.
     *
     * @param topic null for the items of all topics
     * @param after name to continue after; null for the first page
     * @param limit most items of the page, from 1
     */
    CompletionStage<ItemPage> items(String store, @Nullable String topic, @Nullable String after, int limit);

    /**
     * A page of the active holds, as current as {@link #lookup}.
     *
     * @param customer null for the holds of all customers
     * @param after id to continue after, from 0
     * @param limit most holds of the page, from 1
     */
    CompletionStage<HoldPage> holds(String store, @Nullable String customer, long after, int limit);

    /**
     * A page of boards; an empty one of a store that is no scoreboard.
     *
     * @param prefix what their names begin with
     * @param after name to continue after; null for the first page
     * @param limit most boards of the page, from 1
     */
    CompletionStage<BoardPage> boards(String store, String prefix, @Nullable String after, int limit);

    /** How many items, or boards, the store has. Completes soon; the number is the last known one while no replica answers. */
    CompletionStage<Long> itemCount(String store);

    /**
     * Does a command once. Completes when its entry is on disk on a majority of the replicas and no cache shows the previous
     * values. The command's key must satisfy {@link IdempotencyKeys#isValid}; {@link #newKey()} makes one.
     */
    CompletionStage<Outcome> submit(String store, Command command);

    /**
     * Cancels an order as a command that is {@linkplain #submit submitted}.
     *
     * @param number of the order, from 1
     * @param lines what to cancel; empty for all of it
     */
    CompletionStage<Outcome> cancel(String store, String key, long number, List<Line> lines);

    /** A new idempotency key, for a client that sent none. */
    String newKey();

    /**
     * The order with this number, or null.
     *
     * @param number from 1
     */
    CompletionStage<@Nullable Order> order(String store, long number);

    /**
     * A page of the order log. It looks at a bounded number of orders, so it may have fewer than its limit, or none, before the
     * last page; the last page is not before an order that was acknowledged before the call.
     */
    CompletionStage<OrderPage> orders(String store, OrderQuery query);

    /** A page of all orders, the oldest first. */
    default CompletionStage<OrderPage> orders(String store, long after, int limit) {
        return orders(store, OrderQuery.oldestFirst(after, limit));
    }

    /**
     * Released entries; empty if none is released in time.
     *
     * @param after index to continue after, from 0
     * @param limit most entries, from 1
     * @param wait how long to wait for the first one
     */
    CompletionStage<LogEvents> events(String store, long after, int limit, Duration wait);

    /** Index of the last released entry that this node knows: where a new listener starts. */
    CompletionStage<Long> lastReleased(String store);

    /**
     * Index of the last released entry according to the leader: no entry above it was acknowledged before the call. Fails
     * without a leader that knows it.
     */
    CompletionStage<Long> released(String store);

    /**
     * Released entries, at least one.
     *
     * @param after index to continue after, from 0, below {@link #released}
     * @param limit most entries, from 1
     */
    CompletionStage<LogEvents> entries(String store, long after, int limit);

    /**
     * Released entries as the log has them, at least one, for a copy of the log.
     *
     * @param after index to continue after, from 0, below {@link #released}
     * @param limit most entries, from 1
     */
    CompletionStage<List<LogEntry>> log(String store, long after, int limit);

    /** Nodes, stores and replicas. Completes soon, with what is known, and how old it is. */
    CompletionStage<ClusterView> cluster();

    /** Hashes of each replica's log and catalog at the last released entry. */
    CompletionStage<DigestView> digest(String store);

    /** This node's cache of the store. */
    CompletionStage<CacheView> cache(String store);

    /** What this node has heard of the store's leaders. Completes soon: it asks no other node. */
    CompletionStage<LeaderContact> leaderContact(String store);

    /** Why this node cannot take orders now, one reason for each store concerned; empty if it can. Completes soon. */
    CompletionStage<List<String>> notReady();
}
