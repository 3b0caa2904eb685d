package menhir.service;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import menhir.cluster.NodeView;
import menhir.replication.LogEntry;
import menhir.store.Board;
import menhir.store.CacheKeys;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.Hold;
import menhir.store.Item;
import menhir.store.Line;
import menhir.store.Order;
import menhir.store.StoreKind;
import menhir.store.StoreRules;
import org.jspecify.annotations.Nullable;

/**
 * The stores of a node without a cluster: the real {@link menhir.store.Decider} decides, and a list is the log. Like a node that has lost its
 * cluster, it can be told to fail.
 *
 * <p>It rejects every argument that {@link StoreService} does not define: the real service may do anything with it.
 */
public final class MemoryStoreService implements StoreService {
    /** A topic with more items is not returned in one result. */
    public static final int MAX_TOPIC_ITEMS = 3;

    private static final long NUMBER_BOUND = 1_000_000_000_000_000_000L;
    private static final List<String> MEDALS = List.of("Bronze", "Silver", "Gold");
    private static final List<String> TEAMS = List.of("Gaul", "Rome");

    private final Map<String, MemoryStore> stores = new LinkedHashMap<>();
    private final AtomicLong keys = new AtomicLong();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean withholdOutcomes;
    private volatile boolean entriesFail;
    private volatile List<String> notReady = List.of();

    /** Stores named stocks, books, toys and games, with some items and boards. */
    public MemoryStoreService() {
        stores.put("stocks", new MemoryStore(StoreKind.STOCKS, StoreRules.PLAIN));
        stores.put("books", new MemoryStore(StoreKind.BOOKS, new StoreRules(true, false, null)));
        stores.put("toys", new MemoryStore(StoreKind.TOYS, new StoreRules(false, true, null)));
        stores.put("games", new MemoryStore(StoreKind.GAMES, StoreRules.PLAIN));
        for (String team : TEAMS) {
            append("games", new Entry.BoardAdded(Board.medals(team), team, MEDALS, "first/" + team, 0, 0));
        }
        for (String event : List.of("Luge", "Stone Curling", "Stone Skating")) {
            append("games", new Entry.BoardAdded(Board.score(event), event, TEAMS, "first/" + event, 0, 0));
        }
        String[][] stocks = {
            {"GameStart", "15.99"}, {"FishCo", "23.34"}, {"MenhirCo", "234.30"}, {"BoarCo", "34.34"},
            {"ConStock", "23.43"}, {"Wheely", "64.23"}, {"STRStock", "34.76"}, {"CarCo", "45.00"},
            {"TheaterCo", "91.99"}, {"DishCo", "100.12"}
        };
        for (String[] stock : stocks) {
            add("stocks", stock[0], stock[1], 100, null);
        }
        add("books", "RPCs for Dummies", "40", 4, "DS", 2L);
        add("books", "How to finish Project 3 on time", "100", 30, "DS", 5L);
        add("books", "Spring in the Pioneer Valley", "15", 10, "GS", 7L);
        add("toys", "Tux", "25.99", 100, null);
        add("toys", "Whale", "34.99", 100, null);
    }

    // ---- what a test arranges and inspects --------------------------------------------------------------------------

    /** Adds an item without a number. */
    public void add(String store, String name, String price, long quantity, @Nullable String topic) {
        add(store, name, price, quantity, topic, null);
    }

    /** Adds an item. */
    public synchronized void add(
            String store, String name, String price, long quantity, @Nullable String topic, @Nullable Long number) {
        store(store)
                .append(new Entry.ItemAdded(
                        name, new BigDecimal(price), quantity, topic, number, newKey(), 0, 1_700_000_000_000L));
    }

    /** Appends an entry to a store's log. */
    public synchronized void append(String store, Entry entry) {
        store(store).append(entry);
    }

    /** Lets every later call fail. */
    public void failWith(ServiceException.Reason reason) {
        failure = new ServiceException(reason, "injected by the test");
    }

    /** Lets every later call fail with a fault. */
    public void failWith(RuntimeException fault) {
        failure = fault;
    }

    /** Ends {@link #failWith}. */
    public void recover() {
        failure = null;
    }

    /** Whether later commands are done without an outcome. */
    public void withholdOutcomes(boolean withhold) {
        withholdOutcomes = withhold;
    }

    /** Whether later reads of {@link #entries} fail. */
    public void failEntries(boolean fail) {
        entriesFail = fail;
    }

    /** Sets the reasons of {@link #notReady()}. */
    public void setNotReady(String... reasons) {
        notReady = List.of(reasons);
    }

    /** Everything that a request could have changed. */
    public synchronized String fingerprint() {
        StringBuilder print = new StringBuilder();
        stores.forEach((name, store) -> print.append(name).append(store.log));
        return print.toString();
    }

    /** An item's quantity; -1 if there is no such item. */
    public synchronized long quantity(String store, String item) {
        Item found = store(store).state().item(item);
        return found == null ? -1 : found.quantity();
    }

    /** How many orders were placed. */
    public synchronized long orderCount(String store) {
        return store(store).state().lastNumber();
    }

    /** Index of the last entry of the store's log. */
    public synchronized long lastIndex(String store) {
        return store(store).log.size();
    }

    // ---- the service ------------------------------------------------------------------------------------------------

    private MemoryStore store(String name) {
        MemoryStore store = stores.get(name);
        require(store != null, "no store " + name);
        return Objects.requireNonNull(store);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static void requirePage(long after, int limit) {
        require(after >= 0 && after < NUMBER_BOUND, "after must be from 0, not " + after);
        require(limit >= 1, "limit must be from 1, not " + limit);
    }

    private static void requireNumber(long number) {
        require(number >= 1 && number < NUMBER_BOUND, "number must be from 1, not " + number);
    }

    private synchronized <T> CompletionStage<T> result(Supplier<T> supplier) {
        RuntimeException fault = failure;
        return fault == null
                ? CompletableFuture.completedFuture(supplier.get())
                : CompletableFuture.failedFuture(fault);
    }

    @Override
    public int slots() {
        return 3;
    }

    @Override
    public Collection<StoreInfo> stores() {
        List<StoreInfo> infos = new ArrayList<>();
        stores.forEach((name, store) -> infos.add(new StoreInfo(name, store.kind)));
        return infos;
    }

    @Override
    public CompletionStage<Lookup> lookup(String store, String name) {
        MemoryStore of = store(store);
        return result(() -> new Lookup(of.state().value(name), of.hit(CacheKeys.ofValue(name))));
    }

    @Override
    public CompletionStage<Lookup> lookupNumber(String store, long number) {
        MemoryStore of = store(store);
        requireNumber(number);
        return result(() -> {
            Item found = of.state().itemNumbered(number);
            String key = found == null ? CacheKeys.ofNumber(number) : CacheKeys.ofValue(found.name());
            return new Lookup(found, of.hit(key));
        });
    }

    @Override
    public CompletionStage<Topic> topic(String store, String topic) {
        MemoryStore of = store(store);
        return result(() -> {
            List<Item> items = of.state().namesOf(topic).stream()
                    .map(name -> of.state().items().get(name))
                    .toList();
            boolean complete = items.size() <= MAX_TOPIC_ITEMS;
            return new Topic(complete ? items : List.of(), complete, of.hit(CacheKeys.ofTopic(topic)));
        });
    }

    @Override
    public CompletionStage<ItemPage> items(String store, @Nullable String topic, @Nullable String after, int limit) {
        MemoryStore of = store(store);
        requirePage(0, limit);
        if (topic == null) {
            return result(() -> page(of.state().items().values(), after, limit, false));
        }
        return topic(store, topic)
                .thenCompose(found -> result(() -> found.complete()
                        ? page(found.items(), after, limit, found.hit())
                        : page(
                                of.state().items().values().stream()
                                        .filter(item -> topic.equals(item.topic()))
                                        .toList(),
                                after,
                                limit,
                                false)));
    }

    @Override
    public CompletionStage<BoardPage> boards(String store, String prefix, @Nullable String after, int limit) {
        MemoryStore of = store(store);
        requirePage(0, limit);
        return result(() -> {
            List<Board> matching = of.state().boards().values().stream()
                    .filter(board -> board.name().startsWith(prefix))
                    .filter(board -> after == null || board.name().compareTo(after) > 0)
                    .toList();
            return matching.size() <= limit
                    ? new BoardPage(matching, null)
                    : new BoardPage(
                            matching.subList(0, limit), matching.get(limit - 1).name());
        });
    }

    private static ItemPage page(Collection<Item> items, @Nullable String after, int limit, boolean hit) {
        List<Item> matching = items.stream()
                .filter(item -> after == null || item.name().compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
        return matching.size() <= limit
                ? new ItemPage(matching, null, hit)
                : new ItemPage(
                        matching.subList(0, limit), matching.get(limit - 1).name(), hit);
    }

    @Override
    public CompletionStage<HoldPage> holds(String store, @Nullable String customer, long after, int limit) {
        MemoryStore of = store(store);
        requirePage(after, limit);
        return result(() -> {
            List<Hold> matching = of.state()
                    .activeHoldsAfter(after)
                    .filter(hold -> customer == null || customer.equals(hold.customer()))
                    .limit(limit + 1L)
                    .toList();
            int active = of.state().activeHolds();
            return matching.size() <= limit
                    ? new HoldPage(matching, null, active)
                    : new HoldPage(
                            matching.subList(0, limit), matching.get(limit - 1).id(), active);
        });
    }

    @Override
    public CompletionStage<Long> itemCount(String store) {
        MemoryStore of = store(store);
        return result(() -> (long) of.state().size());
    }

    @Override
    public CompletionStage<Outcome> submit(String store, Command command) {
        MemoryStore of = store(store);
        require(IdempotencyKeys.isValid(command.key()), "invalid key " + command.key());
        CompletionStage<Outcome> outcome = result(() -> of.decide(command));
        return withholdOutcomes ? new CompletableFuture<>() : outcome;
    }

    @Override
    public CompletionStage<Outcome> cancel(String store, String key, long number, List<Line> lines) {
        MemoryStore of = store(store);
        require(IdempotencyKeys.isValid(key), "invalid key " + key);
        requireNumber(number);
        return result(() -> of.cancel(key, number, lines));
    }

    @Override
    public String newKey() {
        return "node-key-" + keys.incrementAndGet();
    }

    @Override
    public CompletionStage<@Nullable Order> order(String store, long number) {
        MemoryStore of = store(store);
        requireNumber(number);
        return result(() -> of.orders().stream()
                .filter(order -> order.number() == number)
                .findFirst()
                .orElse(null));
    }

    @Override
    public CompletionStage<OrderPage> orders(String store, OrderQuery query) {
        MemoryStore of = store(store);
        requirePage(query.cursor(), query.limit());
        require(query.fromMillis() < query.toMillis(), "times " + query);
        return result(() -> {
            List<Order> inOrder = new ArrayList<>(of.orders());
            if (query.newestFirst()) {
                Collections.reverse(inOrder);
            }
            inOrder.removeIf(
                    order -> query.newestFirst() ? order.number() >= query.cursor() : order.number() <= query.cursor());
            List<Order> matching = new ArrayList<>();
            long scanned = query.cursor();
            int count = 0;
            for (Order order : inOrder) {
                if (matching.size() == query.limit() || count == OrderQuery.MAX_SCANNED) {
                    return new OrderPage(matching, scanned);
                }
                count++;
                scanned = order.number();
                if (query.matches(order)) {
                    matching.add(order);
                }
            }
            return new OrderPage(matching, null);
        });
    }

    @Override
    public synchronized CompletionStage<LogEvents> events(String store, long after, int limit, Duration wait) {
        MemoryStore of = store(store);
        requirePage(after, limit);
        if (failure != null || after < of.log.size()) {
            return result(() -> of.released(after, limit));
        }
        return of.changed
                .copy()
                .completeOnTimeout(null, wait.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(ignored -> result(() -> of.released(after, limit)));
    }

    @Override
    public CompletionStage<Long> lastReleased(String store) {
        MemoryStore of = store(store);
        return result(() -> (long) of.log.size());
    }

    @Override
    public CompletionStage<Long> released(String store) {
        return lastReleased(store);
    }

    @Override
    public synchronized CompletionStage<LogEvents> entries(String store, long after, int limit) {
        MemoryStore of = store(store);
        requirePage(after, limit);
        require(after < of.log.size(), "no released entry after " + after);
        return entriesFail
                ? CompletableFuture.failedFuture(
                        new ServiceException(ServiceException.Reason.NO_MAJORITY, "injected by the test"))
                : result(() -> of.released(after, limit));
    }

    @Override
    public CompletionStage<List<LogEntry>> log(String store, long after, int limit) {
        return entries(store, after, limit).thenApply(page -> page.events().stream()
                .map(event -> new LogEntry(1, event.entry().orderNumber(), EntryCodec.encode(event.entry())))
                .toList());
    }

    @Override
    public CompletionStage<ClusterView> cluster() {
        return result(() -> {
            List<StoreView> views = new ArrayList<>();
            stores.forEach((name, store) -> {
                long last = store.log.size();
                List<ReplicaView> replicas = List.of(
                        new ReplicaView(1, "n1", "member", last, 0L, 5L, null),
                        new ReplicaView(2, null, "down", 0, null, null, null));
                views.add(new StoreView(name, "n1", 3, last, last, 0, replicas));
            });
            NodeView node = new NodeView("n1", "127.0.0.1:2551", "127.0.0.1:8080", 4711, "up", null, List.of("store"));
            return new ClusterView(List.of(node), views);
        });
    }

    @Override
    public CompletionStage<LeaderContact> leaderContact(String store) {
        return result(() -> new LeaderContact(3, 10, 0));
    }

    @Override
    public CompletionStage<DigestView> digest(String store) {
        MemoryStore of = store(store);
        return result(of::digest);
    }

    @Override
    public CompletionStage<CacheView> cache(String store) {
        MemoryStore of = store(store);
        return result(() -> of.cacheView(store));
    }

    @Override
    public CompletionStage<List<String>> notReady() {
        return CompletableFuture.completedFuture(notReady);
    }
}
