package menhir.node;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import menhir.frontend.RequestKeys;
import menhir.replication.LogEntry;
import menhir.service.LeaderContact;
import menhir.service.OrderQuery;
import menhir.service.StoreService;
import menhir.stats.NodeStats;
import menhir.store.Command;
import menhir.store.Line;
import menhir.store.Order;
import org.jspecify.annotations.Nullable;

/**
 * The stores of the node's current session in the cluster, so that the HTTP port is open before the first one and between
 * two, see {@link SessionReference}.
 */
final class ReconnectingStoreService implements StoreService {
    private final Collection<StoreInfo> stores;
    private final int slots;
    private final NodeStats stats;
    private final RequestKeys keys = new RequestKeys();
    private final SessionReference<StoreService> session = new SessionReference<>();

    /** @param stats records what clients are told, also between two sessions */
    ReconnectingStoreService(Collection<StoreInfo> stores, int slots, NodeStats stats) {
        this.stores = List.copyOf(stores);
        this.slots = slots;
        this.stats = stats;
    }

    /** Sets the stores of the session that has joined the cluster, or null at its end. */
    void set(@Nullable StoreService service) {
        session.getAndSet(service);
    }

    /** The session has ended: it answers nothing any more. */
    void ended() {
        set(null);
        session.failUnanswered();
    }

    private <T> CompletionStage<T> with(Function<StoreService, CompletionStage<T>> call) {
        return session.call(call);
    }

    private <T> CompletionStage<T> timed(
            String store, Function<StoreService, CompletionStage<T>> lookup, Predicate<T> isHit) {
        long start = System.nanoTime();
        return with(lookup).whenComplete((found, failure) -> {
            if (failure == null) {
                stats.of(store).lookup(isHit.test(found), System.nanoTime() - start);
            }
        });
    }

    @Override
    public Collection<StoreInfo> stores() {
        return stores;
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public CompletionStage<Lookup> lookup(String store, String item) {
        return timed(store, service -> service.lookup(store, item), Lookup::hit);
    }

    @Override
    public CompletionStage<Lookup> lookupNumber(String store, long number) {
        return timed(store, service -> service.lookupNumber(store, number), Lookup::hit);
    }

    @Override
    public CompletionStage<Topic> topic(String store, String topic) {
        return timed(store, service -> service.topic(store, topic), Topic::hit);
    }

    @Override
    public CompletionStage<ItemPage> items(String store, @Nullable String topic, @Nullable String after, int limit) {
        return with(service -> service.items(store, topic, after, limit));
    }

    @Override
    public CompletionStage<BoardPage> boards(String store, String prefix, @Nullable String after, int limit) {
        return with(service -> service.boards(store, prefix, after, limit));
    }

    @Override
    public CompletionStage<Long> itemCount(String store) {
        return with(service -> service.itemCount(store));
    }

    @Override
    public CompletionStage<Outcome> submit(String store, Command command) {
        long start = System.nanoTime();
        return with(service -> service.submit(store, command))
                .whenComplete((outcome, failure) -> stats.of(store).command(outcome, System.nanoTime() - start));
    }

    @Override
    public String newKey() {
        return keys.next();
    }

    @Override
    public CompletionStage<@Nullable Order> order(String store, long number) {
        return this.<@Nullable Order>with(service -> service.order(store, number));
    }

    @Override
    public CompletionStage<HoldPage> holds(String store, @Nullable String customer, long after, int limit) {
        return with(service -> service.holds(store, customer, after, limit));
    }

    @Override
    public CompletionStage<Outcome> cancel(String store, String key, long number, List<Line> lines) {
        return with(service -> service.cancel(store, key, number, lines));
    }

    @Override
    public CompletionStage<OrderPage> orders(String store, OrderQuery query) {
        return with(service -> service.orders(store, query));
    }

    @Override
    public CompletionStage<LogEvents> events(String store, long after, int limit, Duration wait) {
        return with(service -> service.events(store, after, limit, wait));
    }

    @Override
    public CompletionStage<Long> lastReleased(String store) {
        return with(service -> service.lastReleased(store));
    }

    @Override
    public CompletionStage<Long> released(String store) {
        return with(service -> service.released(store));
    }

    @Override
    public CompletionStage<LogEvents> entries(String store, long after, int limit) {
        return with(service -> service.entries(store, after, limit));
    }

    @Override
    public CompletionStage<List<LogEntry>> log(String store, long after, int limit) {
        return with(service -> service.log(store, after, limit));
    }

    @Override
    public CompletionStage<ClusterView> cluster() {
        return session.callNow(StoreService::cluster);
    }

    @Override
    public CompletionStage<DigestView> digest(String store) {
        return with(service -> service.digest(store));
    }

    @Override
    public CompletionStage<CacheView> cache(String store) {
        return with(service -> service.cache(store));
    }

    @Override
    public CompletionStage<LeaderContact> leaderContact(String store) {
        return session.callNow(service -> service.leaderContact(store));
    }

    @Override
    public CompletionStage<List<String>> notReady() {
        return session.callNow(StoreService::notReady)
                .exceptionally(noSession -> List.of("this node is not in the cluster"));
    }
}
