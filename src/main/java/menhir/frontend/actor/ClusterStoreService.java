package menhir.frontend.actor;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import menhir.cluster.ClusterNodes;
import menhir.frontend.FrontEndSettings;
import menhir.frontend.LastAnswer;
import menhir.frontend.ReplicaSelector;
import menhir.frontend.RequestKeys;
import menhir.frontend.actor.FrontEnd.FrontEndRefs;
import menhir.leader.CommandReply;
import menhir.replica.CatalogPage;
import menhir.replica.HoldsPage;
import menhir.replica.LogReplies.ReleasedEntries;
import menhir.replica.actor.CatalogReplica;
import menhir.replica.actor.OrderReplica;
import menhir.replication.LogEntry;
import menhir.service.LeaderContact;
import menhir.service.OrderQuery;
import menhir.service.StoreService;
import menhir.store.CancelOrder;
import menhir.store.Command;
import menhir.store.EntryCodec;
import menhir.store.Item;
import menhir.store.Line;
import menhir.store.Order;
import org.jspecify.annotations.Nullable;

/** The stores of a cluster, as one node serves them: passes requests to this node's {@link FrontEnd} of the store. */
public final class ClusterStoreService implements StoreService {

    /** A store with its front-end on this node. */
    public record Store(
            StoreInfo info,
            FrontEndSettings settings,
            FrontEndRefs refs,
            ReplicaSelector selector,
            NodeOrders orders,
            OutcomeMetrics outcomes,
            ActorRef<FrontEnd.Command> frontEnd) {

        /** Asks this node's front-end. */
        <T> CompletionStage<T> ask(Function<CompletableFuture<T>, FrontEnd.Command> request) {
            CompletableFuture<T> reply = new CompletableFuture<>();
            frontEnd.tell(request.apply(reply));
            return reply;
        }
    }

    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CATALOG_TIMEOUT = Duration.ofSeconds(1);

    private final ClusterNodes nodes;
    private final ClusterViews views;
    private final Map<String, Store> stores;
    private final int slots;
    private final Map<String, LastAnswer<Long>> counts = new ConcurrentHashMap<>();
    private final RequestKeys keys = new RequestKeys();

    public ClusterStoreService(ActorSystem<?> system, ClusterNodes nodes, int slots, Map<String, Store> stores) {
        this.slots = slots;
        this.nodes = nodes;
        this.views = new ClusterViews(system, nodes);
        // Keeps the order, which Map.copyOf does not: every node lists the stores in the same order.
        this.stores = Collections.unmodifiableMap(new LinkedHashMap<>(stores));
    }

    @Override
    public Collection<StoreInfo> stores() {
        return stores.values().stream().map(Store::info).toList();
    }

    @Override
    public int slots() {
        return slots;
    }

    private Store of(String name) {
        return Objects.requireNonNull(stores.get(name), name);
    }

    /** Asks this node's front-end of the store. */
    private <T> CompletionStage<T> ask(String store, Function<CompletableFuture<T>, FrontEnd.Command> request) {
        return of(store).ask(request);
    }

    // ---- lookups ----------------------------------------------------------------------------------------------------

    @Override
    public CompletionStage<Lookup> lookup(String store, String item) {
        return ask(store, reply -> new FrontEnd.LookUp(item, reply));
    }

    @Override
    public CompletionStage<Lookup> lookupNumber(String store, long number) {
        return ask(store, reply -> new FrontEnd.LookUpNumber(number, reply));
    }

    @Override
    public CompletionStage<Topic> topic(String store, String topic) {
        return ask(store, reply -> new FrontEnd.LookUpTopic(topic, reply));
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

    @Override
    public CompletionStage<BoardPage> boards(String store, String prefix, @Nullable String after, int limit) {
        return readPage(store, prefix, after, limit).thenApply(read -> new BoardPage(read.boards(), read.next()));
    }

    private CompletionStage<ItemPage> page(String store, @Nullable String topic, @Nullable String after, int limit) {
        return readPage(store, topic, after, limit).thenApply(read -> new ItemPage(read.items(), read.next(), false));
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
        return counts.computeIfAbsent(
                        store,
                        name -> new LastAnswer<>(
                                () -> readPage(name, null, null, 1).thenApply(CatalogPage::count), System::nanoTime))
                .get()
                .thenApply(LastAnswer.Aged::answer);
    }

    private CompletionStage<CatalogPage> readPage(
            String store, @Nullable String topic, @Nullable String after, int limit) {
        return readCatalog(
                store,
                minIndex -> replyTo -> new CatalogReplica.ReadPage(
                        topic, after, limit, minIndex, CATALOG_TIMEOUT.toMillis(), replyTo));
    }

    @Override
    public CompletionStage<HoldPage> holds(String store, @Nullable String customer, long after, int limit) {
        return this.<HoldsPage>readCatalog(
                        store,
                        minIndex -> replyTo -> new CatalogReplica.ReadHolds(
                                customer, after, limit, minIndex, CATALOG_TIMEOUT.toMillis(), replyTo))
                .thenApply(page -> new HoldPage(page.holds(), page.next(), page.active()));
    }

    /** A read at a catalog replica that has applied what makes it current. */
    private interface CurrentRead<T> {
        Function<ActorRef<T>, CatalogReplica.Command> from(long minIndex);
    }

    private <T> CompletionStage<T> readCatalog(String store, CurrentRead<T> read) {
        Store of = of(store);
        return this.<Long>ask(store, FrontEnd.GetMinIndex::new)
                .thenCompose(minIndex -> askCatalogs(of, of.selector().first(), 1, slot -> of.refs()
                        .catalogs()
                        .ask(slot, read.from(minIndex), CATALOG_TIMEOUT)));
    }

    /** Asks one catalog replica after the other, each at most once. */
    private static <T> CompletionStage<T> askCatalogs(
            Store store, int slot, int attempts, Function<Integer, CompletionStage<T>> ask) {
        return ask.apply(slot)
                .handle((answer, failure) -> {
                    if (failure == null) {
                        store.selector().answered(slot);
                        return CompletableFuture.completedFuture(answer);
                    }
                    store.selector().unanswered(slot);
                    return attempts < store.settings().slots()
                            ? askCatalogs(store, store.selector().after(slot), attempts + 1, ask)
                                    .toCompletableFuture()
                            : CompletableFuture.<T>failedFuture(store.settings().noLeader());
                })
                .thenCompose(Function.identity());
    }

    // ---- commands ---------------------------------------------------------------------------------------------------

    @Override
    public CompletionStage<Outcome> submit(String store, Command command) {
        Store of = of(store);
        BiConsumer<@Nullable Outcome, @Nullable Throwable> end = of.outcomes().begin();
        return of.<CommandReply>ask(reply -> new FrontEnd.Submit(command, reply))
                .thenCompose(reply -> new ReplyOutcome(this, of).of(command, reply))
                .whenComplete(end);
    }

    @Override
    public CompletionStage<Outcome> cancel(String store, String key, long number, List<Line> lines) {
        return new OrderReads(of(store)).placed(number).thenCompose(placed -> {
            Order order = placed == null ? null : placed.order();
            long index = placed == null ? 0 : placed.index();
            return submit(store, new CancelOrder(key, number, lines, order, index));
        });
    }

    @Override
    public String newKey() {
        return keys.next();
    }

    // ---- orders -----------------------------------------------------------------------------------------------------

    @Override
    public CompletionStage<@Nullable Order> order(String store, long number) {
        return new OrderReads(of(store)).order(number);
    }

    @Override
    public CompletionStage<OrderPage> orders(String store, OrderQuery query) {
        return new OrderReads(of(store)).page(query);
    }

    // ---- the log ----------------------------------------------------------------------------------------------------

    @Override
    public CompletionStage<LogEvents> events(String store, long after, int limit, Duration wait) {
        return readReleased(store, after, limit, wait).thenApply(ClusterStoreService::eventsOf);
    }

    private static LogEvents eventsOf(ReleasedEntries released) {
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
        return readSome(store, after, limit).thenApply(ClusterStoreService::eventsOf);
    }

    @Override
    public CompletionStage<List<LogEntry>> log(String store, long after, int limit) {
        return readSome(store, after, limit).thenApply(ReleasedEntries::entries);
    }

    private CompletionStage<ReleasedEntries> readSome(String store, long after, int limit) {
        Store of = of(store);
        return firstAnswer(of, 0, slot -> askReleased(of, slot, after, limit, ASK_TIMEOUT.dividedBy(2))
                .thenApply(released -> {
                    if (released.entries().isEmpty()) {
                        // This replica lags: the next one may have it.
                        throw of.settings().noLeader();
                    }
                    return released;
                }));
    }

    @Override
    public CompletionStage<Long> lastReleased(String store) {
        return readReleased(store, Long.MAX_VALUE - 1, 1, Duration.ZERO).thenApply(ReleasedEntries::released);
    }

    private CompletionStage<ReleasedEntries> readReleased(String store, long after, int limit, Duration wait) {
        Store of = of(store);
        return firstAnswer(of, 0, slot -> askReleased(of, slot, after, limit, wait));
    }

    private static CompletionStage<ReleasedEntries> askReleased(
            Store of, int slot, long after, int limit, Duration wait) {
        return of.refs()
                .replicas()
                .ask(
                        slot,
                        (ActorRef<ReleasedEntries> replyTo) ->
                                new OrderReplica.ReadReleased(after, limit, wait.toMillis(), replyTo),
                        ASK_TIMEOUT.plus(wait));
    }

    /** Asks the nearest slot first, then the others. If none answers, there is no majority. */
    private static <T> CompletionStage<T> firstAnswer(
            Store store, int attempts, Function<Integer, CompletionStage<T>> ask) {
        if (attempts >= store.settings().slots()) {
            return CompletableFuture.failedFuture(store.settings().noLeader());
        }
        return ask.apply(store.settings().slotForAttempt(attempts))
                .handle((answer, failure) -> failure == null
                        ? CompletableFuture.completedFuture(answer)
                        : firstAnswer(store, attempts + 1, ask).toCompletableFuture())
                .thenCompose(Function.identity());
    }

    // ---- views ------------------------------------------------------------------------------------------------------

    @Override
    public CompletionStage<ClusterView> cluster() {
        List<CompletableFuture<StoreView>> each = stores.values().stream()
                .map(store -> views.of(store).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .thenApply(done -> new ClusterView(
                        nodes.known(),
                        each.stream().map(CompletableFuture::join).toList()));
    }

    @Override
    public CompletionStage<DigestView> digest(String store) {
        return views.digest(of(store));
    }

    @Override
    public CompletionStage<CacheView> cache(String store) {
        return ask(store, FrontEnd.GetCache::new);
    }

    @Override
    public CompletionStage<LeaderContact> leaderContact(String store) {
        return ask(store, FrontEnd.GetContact::new);
    }

    @Override
    public CompletionStage<List<String>> notReady() {
        List<CompletableFuture<@Nullable String>> reasons = stores.values().stream()
                .map(store -> views.notReady(store).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(reasons.toArray(CompletableFuture[]::new))
                .thenApply(done -> reasons.stream()
                        .map(CompletableFuture::join)
                        .filter(Objects::nonNull)
                        .toList());
    }
}
