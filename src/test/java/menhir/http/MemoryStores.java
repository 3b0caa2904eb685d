package menhir.http;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import menhir.cluster.NodeView;
import menhir.service.ServiceException;
import menhir.service.StoreService;
import menhir.store.Board;
import menhir.store.CacheKeys;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.Item;
import menhir.store.Order;
import menhir.store.StoreKind;
import menhir.store.StoreRules;
import menhir.store.StoreState;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/**
 * A node without a cluster: the real desk decides and a list is the log. It can be told to fail, as a node does whose
 * cluster is gone.
 */
final class MemoryStores implements StoreService {
    /** A topic of more items is not answered in one piece. */
    static final int TOPIC_ITEMS = 3;

    private static final class Store {
        final StoreKind kind;
        final Decider desk;
        final List<Entry> log = new ArrayList<>();
        final Set<String> cached = new HashSet<>();
        CompletableFuture<Void> changed = new CompletableFuture<>();

        Store(StoreKind kind, StoreRules rules) {
            this.kind = kind;
            this.desk = new Decider(new StoreState(100_000), rules);
        }

        void append(Entry entry) {
            cached.removeAll(desk.affectedKeys(entry));
            log.add(entry);
            desk.apply(log.size(), entry);
            CompletableFuture<Void> before = changed;
            changed = new CompletableFuture<>();
            before.complete(null);
        }
    }

    private static final List<String> MEDALS = List.of("Bronze", "Silver", "Gold");

    private final Map<String, Store> stores = new LinkedHashMap<>();
    private final AtomicLong keys = new AtomicLong();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean silent;
    private volatile boolean entriesFail;
    private volatile List<String> reasons = List.of();

    MemoryStores() {
        stores.put("stocks", new Store(StoreKind.STOCKS, StoreRules.PLAIN));
        stores.put("books", new Store(StoreKind.BOOKS, new StoreRules(true, false, null)));
        stores.put("toys", new Store(StoreKind.TOYS, new StoreRules(false, true, null)));
        stores.put("games", new Store(StoreKind.GAMES, StoreRules.PLAIN));
        for (String team : List.of("Gaul", "Rome")) {
            append("games", new Entry.BoardAdded(Board.medals(team), team, MEDALS, "first/" + team, 0, 0));
        }
        for (String event : List.of("Luge", "Stone Curling", "Stone Skating")) {
            append(
                    "games",
                    new Entry.BoardAdded(Board.score(event), event, List.of("Gaul", "Rome"), "first/" + event, 0, 0));
        }
        String[][] bazaar = {
            {"GameStart", "15.99"}, {"FishCo", "23.34"}, {"MenhirCo", "234.30"}, {"BoarCo", "34.34"},
            {"ConStock", "23.43"}, {"Wheely", "64.23"}, {"STRStock", "34.76"}, {"CarCo", "45.00"},
            {"TheaterCo", "91.99"}, {"DishCo", "100.12"}
        };
        for (String[] item : bazaar) {
            add("stocks", item[0], item[1], 100, null);
        }
        add("books", "RPCs for Dummies", "40", 4, "DS", 2L);
        add("books", "How to finish Project 3 on time", "100", 30, "DS", 5L);
        add("books", "Spring in the Pioneer Valley", "15", 10, "GS", 7L);
        add("toys", "Tux", "25.99", 100, null);
        add("toys", "Whale", "34.99", 100, null);
    }

    synchronized void add(String store, String name, String price, long quantity, @Nullable String topic) {
        add(store, name, price, quantity, topic, null);
    }

    synchronized void add(
            String store, String name, String price, long quantity, @Nullable String topic, @Nullable Long number) {
        store(store)
                .append(new Entry.ItemAdded(
                        name, new BigDecimal(price), quantity, topic, number, newKey(), 0, 1_700_000_000_000L));
    }

    synchronized void append(String store, Entry entry) {
        store(store).append(entry);
    }

    /** From now on every call fails like this; null ends it. */
    void failWith(ServiceException.@Nullable Reason reason) {
        failure = reason == null ? null : new ServiceException(reason, "as the test wants it");
    }

    void failWith(RuntimeException fault) {
        failure = fault;
    }

    /** From now on commands are done but never answered. */
    void silent(boolean on) {
        silent = on;
    }

    /** From now on the log cannot be read. */
    void failEntries(boolean on) {
        entriesFail = on;
    }

    void notReady(String... why) {
        reasons = List.of(why);
    }

    /** Everything that a request could have changed. */
    synchronized String fingerprint() {
        StringBuilder print = new StringBuilder();
        stores.forEach((name, store) -> print.append(name).append(store.log));
        return print.toString();
    }

    synchronized long quantity(String store, String item) {
        Item found = store(store).desk.state().item(item);
        return found == null ? -1 : found.quantity();
    }

    /** How many orders were placed. */
    synchronized long orders(String store) {
        return store(store).desk.state().lastNumber();
    }

    synchronized long lastIndex(String store) {
        return store(store).log.size();
    }

    private Store store(String name) {
        Store store = stores.get(name);
        if (store == null) {
            throw new IllegalArgumentException("no store " + name);
        }
        return store;
    }

    private synchronized <T> CompletionStage<T> answer(Supplier<T> supplier) {
        RuntimeException fault = failure;
        return fault == null
                ? CompletableFuture.completedFuture(supplier.get())
                : CompletableFuture.failedFuture(fault);
    }

    @Override
    public Collection<StoreInfo> stores() {
        List<StoreInfo> infos = new ArrayList<>();
        stores.forEach((name, store) -> infos.add(new StoreInfo(name, store.kind)));
        return infos;
    }

    @Override
    public CompletionStage<Lookup> lookup(String store, String item) {
        return answer(() -> {
            Value found = store(store).desk.state().value(item);
            return new Lookup(found, !store(store).cached.add(item));
        });
    }

    @Override
    public CompletionStage<Lookup> lookupNumber(String store, long number) {
        return answer(() -> {
            Item found = store(store).desk.state().itemNumbered(number);
            return new Lookup(
                    found, !store(store).cached.add(found == null ? CacheKeys.ofNumber(number) : found.name()));
        });
    }

    @Override
    public CompletionStage<Topic> topic(String store, String topic) {
        return answer(() -> {
            StoreState state = store(store).desk.state();
            List<Item> items = state.namesOf(topic).stream()
                    .map(name -> state.items().get(name))
                    .toList();
            return items.size() > TOPIC_ITEMS
                    ? new Topic(List.of(), false, false)
                    : new Topic(items, true, !store(store).cached.add(CacheKeys.ofTopic(topic)));
        });
    }

    @Override
    public CompletionStage<ItemPage> items(String store, @Nullable String topic, @Nullable String after, int limit) {
        return answer(() -> {
            Map<String, Item> all = store(store).desk.state().items();
            List<Item> matching = all.values().stream()
                    .filter(item -> topic == null || topic.equals(item.topic()))
                    .filter(item -> after == null || item.name().compareTo(after) > 0)
                    .limit(limit + 1L)
                    .toList();
            return matching.size() <= limit
                    ? new ItemPage(matching, null, false)
                    : new ItemPage(
                            matching.subList(0, limit), matching.get(limit - 1).name(), false);
        });
    }

    @Override
    public CompletionStage<Long> itemCount(String store) {
        return answer(() -> (long) store(store).desk.state().size());
    }

    @Override
    public CompletionStage<Outcome> submit(String store, Command command) {
        CompletionStage<Outcome> outcome = answer(() -> decide(store(store), command));
        return silent ? new CompletableFuture<>() : outcome;
    }

    private static Outcome decide(Store store, Command command) {
        Decision decision = store.desk.decide(command, System.currentTimeMillis());
        if (decision instanceof Decision.Accepted accepted) {
            store.append(accepted.entry());
            return outcome(store, accepted.entry(), false);
        } else if (decision instanceof Decision.Replayed replayed) {
            return outcome(store, store.log.get((int) replayed.index() - 1), true);
        }
        return new Outcome.Refused(((Decision.Rejected) decision).why());
    }

    private static Outcome outcome(Store store, Entry entry, boolean replayed) {
        if (entry instanceof Entry.OrderPlaced placed) {
            return new Outcome.OrderStands(placed.order(), replayed);
        } else if (entry instanceof Entry.OrderRejected rejected) {
            return new Outcome.Refused(rejected.why(), replayed);
        }
        String name = entry.affectedNames().iterator().next();
        Value value = store.desk.state().value(name);
        if (value != null && !(value instanceof Item)) {
            return new Outcome.ValueStands(value, replayed);
        }
        Item item = store.desk.state().items().get(name);
        return new Outcome.ItemStands(
                java.util.Objects.requireNonNull(item), entry instanceof Entry.ItemAdded, replayed);
    }

    @Override
    public String newKey() {
        return "node-key-" + keys.incrementAndGet();
    }

    @Override
    public CompletionStage<@Nullable Order> order(String store, long number) {
        return answer(() -> ordersOf(store).stream()
                .filter(order -> order.number() == number)
                .findFirst()
                .orElse(null));
    }

    @Override
    public CompletionStage<OrderPage> orders(String store, long after, int limit) {
        return answer(() -> {
            List<Order> matching = ordersOf(store).stream()
                    .filter(order -> order.number() > after)
                    .limit(limit + 1L)
                    .toList();
            return matching.size() <= limit
                    ? new OrderPage(matching, null)
                    : new OrderPage(
                            matching.subList(0, limit), matching.get(limit - 1).number());
        });
    }

    private List<Order> ordersOf(String store) {
        return store(store).log.stream()
                .filter(Entry.OrderPlaced.class::isInstance)
                .map(entry -> ((Entry.OrderPlaced) entry).order())
                .toList();
    }

    @Override
    public synchronized CompletionStage<LogEvents> events(String store, long after, int limit, Duration wait) {
        if (failure != null || after < store(store).log.size()) {
            return answer(() -> eventsNow(store(store), after, limit));
        }
        return store(store)
                .changed
                .copy()
                .completeOnTimeout(null, wait.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(ignored -> answer(() -> eventsNow(store(store), after, limit)));
    }

    private static LogEvents eventsNow(Store store, long after, int limit) {
        List<LogEvent> events = new ArrayList<>();
        long last = after;
        while (last < store.log.size() && events.size() < limit) {
            last++;
            events.add(new LogEvent(last, store.log.get((int) last - 1)));
        }
        return new LogEvents(events, last);
    }

    @Override
    public CompletionStage<Long> lastReleased(String store) {
        return answer(() -> (long) store(store).log.size());
    }

    @Override
    public CompletionStage<Long> released(String store) {
        return lastReleased(store);
    }

    @Override
    public CompletionStage<LogEvents> entries(String store, long after, int limit) {
        return entriesFail
                ? CompletableFuture.failedFuture(
                        new ServiceException(ServiceException.Reason.NO_MAJORITY, "as the test wants it"))
                : events(store, after, limit, Duration.ZERO);
    }

    @Override
    public CompletionStage<ClusterView> cluster() {
        return answer(() -> {
            List<StoreView> views = new ArrayList<>();
            stores.forEach((name, store) -> {
                long last = store.log.size();
                List<ReplicaView> replicas = List.of(
                        new ReplicaView(1, "n1", "member", last, 0, 5L),
                        new ReplicaView(2, null, "down", 0, last, null));
                views.add(new StoreView(name, "n1", 3, last, last, replicas));
            });
            NodeView node = new NodeView("n1", "127.0.0.1:2551", "127.0.0.1:8080", 4711, "Up", List.of("store"));
            return new ClusterView(List.of(node), views);
        });
    }

    @Override
    public CompletionStage<DigestView> digest(String store) {
        return answer(() -> {
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                store(store).log.forEach(entry -> sha.update(EntryCodec.encode(entry)));
                long last = store(store).log.size();
                String digest = HexFormat.of().formatHex(sha.digest());
                return new DigestView(last, List.of(new ReplicaDigest(1, last, digest), new ReplicaDigest(2, 0, null)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public CompletionStage<CacheView> cache(String store) {
        return answer(() -> {
            List<String> items = store(store).cached.stream().sorted().toList();
            return new CacheView(store, items.size(), 1000, true, 1, 2, 3, items, List.of(), List.of());
        });
    }

    @Override
    public CompletionStage<List<String>> notReady() {
        return CompletableFuture.completedFuture(reasons);
    }
}
