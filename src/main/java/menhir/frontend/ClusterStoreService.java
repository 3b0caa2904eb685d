package menhir.frontend;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
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
import java.util.function.Function;
import menhir.cluster.ClusterNodes;
import menhir.leader.OrderLeader;
import menhir.replica.CatalogReplica;
import menhir.replica.CatalogReplica.ItemsRead;
import menhir.replica.OrderReplica;
import menhir.replica.OrderReplica.OrdersRead;
import menhir.replica.OrderReplica.Released;
import menhir.replication.LogEntry;
import menhir.service.StoreService;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.Item;
import menhir.store.KeyWindow;
import menhir.store.Order;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/** The stores of a cluster, seen from one node: passes requests to this node's {@link FrontEnd} of the store. */
public final class ClusterStoreService implements StoreService {

    /** A store with its front-end on this node. */
    public record Store(
            StoreInfo info, FrontEndSettings settings, ReplicaSelector turns, ActorRef<FrontEnd.Command> frontEnd) {}

    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CATALOG_TRY = Duration.ofSeconds(1);

    private final ClusterNodes nodes;
    private final StoreViews views;
    private final Map<String, Store> stores;
    private final RequestKeys keys = new RequestKeys();

    public ClusterStoreService(ActorSystem<?> system, ClusterNodes nodes, Map<String, Store> stores) {
        this.nodes = nodes;
        this.views = new StoreViews(system, nodes);
        // In the order given, which Map.copyOf would lose: every node lists the stores alike.
        this.stores = Collections.unmodifiableMap(new LinkedHashMap<>(stores));
    }

    @Override
    public Collection<StoreInfo> stores() {
        return stores.values().stream().map(Store::info).toList();
    }

    @Override
    public CompletionStage<Lookup> lookup(String store, String item) {
        CompletableFuture<Lookup> answer = new CompletableFuture<>();
        of(store).frontEnd().tell(new FrontEnd.Look(item, answer));
        return answer;
    }

    @Override
    public CompletionStage<Lookup> lookupNumber(String store, long number) {
        CompletableFuture<Lookup> answer = new CompletableFuture<>();
        of(store).frontEnd().tell(new FrontEnd.LookNumber(number, answer));
        return answer;
    }

    @Override
    public CompletionStage<Topic> topic(String store, String topic) {
        CompletableFuture<Topic> answer = new CompletableFuture<>();
        of(store).frontEnd().tell(new FrontEnd.LookTopic(topic, answer));
        return answer;
    }

    @Override
    public CompletionStage<ItemPage> items(String store, @Nullable String topic, @Nullable String after, int limit) {
        if (topic == null) {
            return page(store, null, after, limit);
        }
        return topic(store, topic)
                .thenCompose(found -> found.complete()
                        ? CompletableFuture.completedFuture(page(found, after, limit))
                        : page(store, topic, after, limit));
    }

    private CompletionStage<ItemPage> page(String store, @Nullable String topic, @Nullable String after, int limit) {
        return readItems(store, topic, after, limit).thenApply(read -> new ItemPage(read.items(), read.next(), false));
    }

    private static ItemPage page(Topic topic, @Nullable String after, int limit) {
        List<Item> rest = topic.items().stream()
                .filter(item -> after == null || item.name().compareTo(after) > 0)
                .toList();
        return rest.size() <= limit
                ? new ItemPage(rest, null, topic.hit())
                : new ItemPage(rest.subList(0, limit), rest.get(limit - 1).name(), topic.hit());
    }

    @Override
    public CompletionStage<Long> itemCount(String store) {
        return readItems(store, null, null, 1).thenApply(ItemsRead::count);
    }

    private CompletionStage<ItemsRead> readItems(
            String store, @Nullable String topic, @Nullable String after, int limit) {
        Store of = of(store);
        CompletableFuture<Long> demand = new CompletableFuture<>();
        of.frontEnd().tell(new FrontEnd.DemandForAll(demand));
        return demand.thenCompose(index -> askCatalogs(of, of.turns().first(), 1, slot -> of.settings()
                .catalogs()
                .ask(
                        slot,
                        (ActorRef<ItemsRead> replyTo) -> new CatalogReplica.ReadItems(
                                topic, after, limit, index, CATALOG_TRY.toMillis(), replyTo),
                        CATALOG_TRY)));
    }

    /** Asks one catalog replica after the other, each at most once. */
    private static <T> CompletionStage<T> askCatalogs(
            Store store, int slot, int tries, Function<Integer, CompletionStage<T>> ask) {
        return ask.apply(slot)
                .handle((answer, failure) -> {
                    if (failure == null) {
                        store.turns().answered(slot);
                        return CompletableFuture.completedFuture(answer);
                    }
                    store.turns().unanswered(slot);
                    return tries < store.settings().catalogs().count()
                            ? askCatalogs(store, store.turns().after(slot), tries + 1, ask)
                                    .toCompletableFuture()
                            : CompletableFuture.<T>failedFuture(store.settings().noLeader());
                })
                .thenCompose(Function.identity());
    }

    @Override
    public CompletionStage<Outcome> submit(String store, Command command) {
        CompletableFuture<Done> done = new CompletableFuture<>();
        of(store).frontEnd().tell(new FrontEnd.Do(command, done));
        return done.thenCompose(what -> outcome(store, command, what));
    }

    private CompletionStage<Outcome> outcome(String store, Command command, Done done) {
        if (done instanceof Done.Not not) {
            return CompletableFuture.completedFuture(new Outcome.Rejected(not.why()));
        } else if (done instanceof Done.Now now && now.entry() instanceof Entry.OrderPlaced placed) {
            return CompletableFuture.completedFuture(new Outcome.OrderPlaced(placed.order(), false));
        } else if (done instanceof Done.Now now && now.entry() instanceof Entry.OrderRejected rejected) {
            return CompletableFuture.completedFuture(new Outcome.Rejected(rejected.why()));
        } else if (done instanceof Done.Now now && now.value() != null) {
            boolean created = now.entry() instanceof Entry.ItemAdded;
            return CompletableFuture.completedFuture(stands(now.value(), created, false));
        } else if (done instanceof Done.Before before && before.number() > 0) {
            return order(store, before.number())
                    .thenApply(order -> new Outcome.OrderPlaced(Objects.requireNonNull(order), true));
        } else if (done instanceof Done.Before before && before.number() == KeyWindow.REJECTED) {
            return entries(store, before.index() - 1, 1)
                    .thenApply(page -> refusal(page.events().get(0).entry()));
        }
        return lookup(store, Objects.requireNonNull(command.target()))
                .thenApply(lookup -> stands(Objects.requireNonNull(lookup.value()), false, true));
    }

    private static Outcome refusal(Entry entry) {
        if (entry instanceof Entry.OrderRejected rejected) {
            return new Outcome.Rejected(rejected.why(), true);
        }
        throw new IllegalStateException("the refusal of a key is no refusal: " + entry);
    }

    private static Outcome stands(Value value, boolean created, boolean replayed) {
        return value instanceof Item item
                ? new Outcome.ItemChanged(item, created, replayed)
                : new Outcome.ValueChanged(value, replayed);
    }

    @Override
    public String newKey() {
        return keys.next();
    }

    @Override
    public CompletionStage<@Nullable Order> order(String store, long number) {
        return readOrders(store, number - 1, 1)
                .thenApply(read ->
                        read.entries().isEmpty() ? null : orderOf(read.entries().get(0)));
    }

    @Override
    public CompletionStage<OrderPage> orders(String store, long after, int limit) {
        return readOrders(store, after, limit).thenApply(read -> {
            List<Order> orders =
                    read.entries().stream().map(ClusterStoreService::orderOf).toList();
            boolean more = !orders.isEmpty() && orders.get(orders.size() - 1).number() < read.lastNumber();
            return new OrderPage(
                    orders, more ? (Long) orders.get(orders.size() - 1).number() : null);
        });
    }

    private CompletionStage<OrdersRead> readOrders(String store, long after, int limit) {
        CompletableFuture<OrdersRead> answer = new CompletableFuture<>();
        of(store).frontEnd().tell(new FrontEnd.ReadOrders(after, limit, answer));
        return answer;
    }

    private static Order orderOf(LogEntry entry) {
        if (EntryCodec.decode(entry.payload()) instanceof Entry.OrderPlaced placed) {
            return placed.order();
        }
        throw new IllegalStateException("entry with order number " + entry.number() + " is no order");
    }

    @Override
    public CompletionStage<LogEvents> events(String store, long after, int limit, Duration wait) {
        return readReleased(store, after, limit, wait).thenApply(ClusterStoreService::eventsOf);
    }

    private static LogEvents eventsOf(Released released) {
        List<LogEvent> events = new ArrayList<>(released.entries().size());
        for (LogEntry entry : released.entries()) {
            events.add(new LogEvent(released.after() + events.size() + 1, EntryCodec.decode(entry.payload())));
        }
        return new LogEvents(events, released.after() + events.size());
    }

    @Override
    public CompletionStage<Long> released(String store) {
        return views.released(of(store));
    }

    @Override
    public CompletionStage<LogEvents> entries(String store, long after, int limit) {
        Store of = of(store);
        return firstAnswer(of, 0, slot -> askReleased(of, slot, after, limit, ASK_TIMEOUT.dividedBy(2))
                        .thenApply(released -> {
                            if (released.entries().isEmpty()) {
                                // This replica lags: the next one may have it.
                                throw of.settings().noLeader();
                            }
                            return released;
                        }))
                .thenApply(ClusterStoreService::eventsOf);
    }

    @Override
    public CompletionStage<Long> lastReleased(String store) {
        return readReleased(store, Long.MAX_VALUE - 1, 1, Duration.ZERO).thenApply(Released::released);
    }

    private CompletionStage<Released> readReleased(String store, long after, int limit, Duration wait) {
        Store of = of(store);
        return firstAnswer(of, 0, slot -> askReleased(of, slot, after, limit, wait));
    }

    private static CompletionStage<Released> askReleased(Store of, int slot, long after, int limit, Duration wait) {
        return of.settings()
                .replicas()
                .ask(
                        slot,
                        (ActorRef<Released> replyTo) ->
                                new OrderReplica.ReadReleased(after, limit, wait.toMillis(), replyTo),
                        ASK_TIMEOUT.plus(wait));
    }

    /** Asks the nearest slot first, then the others; no answer from any is as good as no majority. */
    private static <T> CompletionStage<T> firstAnswer(
            Store store, int tries, Function<Integer, CompletionStage<T>> ask) {
        if (tries >= store.settings().nearSlots().size()) {
            return CompletableFuture.failedFuture(store.settings().noLeader());
        }
        return ask.apply(store.settings().slotForTry(tries))
                .handle((answer, failure) -> failure == null
                        ? CompletableFuture.completedFuture(answer)
                        : firstAnswer(store, tries + 1, ask).toCompletableFuture())
                .thenCompose(Function.identity());
    }

    @Override
    public CompletionStage<ClusterView> cluster() {
        List<CompletableFuture<StoreView>> each = stores.values().stream()
                .map(store -> views.of(store).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .thenApply(done -> new ClusterView(
                        nodes.view(), each.stream().map(CompletableFuture::join).toList()));
    }

    @Override
    public CompletionStage<DigestView> digest(String store) {
        return views.digest(of(store));
    }

    @Override
    public CompletionStage<CacheView> cache(String store) {
        CompletableFuture<CacheView> answer = new CompletableFuture<>();
        of(store).frontEnd().tell(new FrontEnd.ViewCache(answer));
        return answer;
    }

    @Override
    public CompletionStage<List<String>> notReady() {
        List<CompletableFuture<@Nullable String>> reasons = stores.values().stream()
                .map(store -> views.status(store)
                        .thenApply(status -> reason(store, status))
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(reasons.toArray(CompletableFuture[]::new))
                .thenApply(done -> reasons.stream()
                        .map(CompletableFuture::join)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static @Nullable String reason(Store store, OrderLeader.@Nullable Status status) {
        if (status == null) {
            return store.info().name() + ": no leader with a majority of the replicas";
        }
        return status.opened() ? null : store.info().name() + ": the first catalog is being written";
    }

    private Store of(String name) {
        Store store = stores.get(name);
        if (store == null) {
            throw new IllegalArgumentException("no store is named " + name);
        }
        return store;
    }
}
