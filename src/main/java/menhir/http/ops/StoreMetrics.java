package menhir.http.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import menhir.cluster.NodeView;
import menhir.service.StoreService;
import menhir.service.StoreService.CacheView;
import menhir.service.StoreService.ClusterView;
import menhir.service.StoreService.ReplicaView;
import menhir.service.StoreService.StoreInfo;
import menhir.service.StoreService.StoreView;

/**
 * Metrics of the stores, their replicas and the nodes as this node sees them, and of its caches. They are taken when somebody
 * asks for the metrics. What this node does not know then is missing. Thread-safe.
 */
final class StoreMetrics {
    private static final String PREFIX = "menhir.";
    private static final long LIMIT_MILLIS = 1_500;
    private static final String MEMBER = "member";
    private static final List<String> STATES = List.of(MEMBER, "blank", "failed", "down");

    private final StoreService service;
    private final PrometheusMeterRegistry registry;
    private final MultiGauge available;
    private final MultiGauge leader;
    private final MultiGauge epoch;
    private final MultiGauge lastIndex;
    private final MultiGauge released;
    private final MultiGauge age;
    private final MultiGauge replicas;
    private final MultiGauge lag;
    private final MultiGauge tolerated;
    private final MultiGauge nodes;
    private final Map<String, CacheView> caches = new ConcurrentHashMap<>();
    private final AtomicInteger ready = new AtomicInteger();

    StoreMetrics(StoreService service, PrometheusMeterRegistry registry) {
        this.service = service;
        this.registry = registry;
        available = gauge("store.available", "1 if the store has a leader with a majority, else 0");
        leader = gauge("store.leader", "1 for the node that leads the store; missing while there is none");
        epoch = gauge("store.epoch", "Epoch of the leader; each change of leaders makes it larger");
        lastIndex = gauge("store.last.index", "Index of the newest log entry of the leader");
        released = gauge("store.released.index", "Index up to which log entries are visible to clients");
        age = gauge("store.view.age.seconds", "How long ago the leader and the replicas were asked");
        replicas = gauge("store.replicas", "Replicas of the store by state");
        lag = gauge("replica.lag.entries", "Released log entries that a replica does not have");
        tolerated = gauge("store.failures.tolerated", "Replicas that may be lost before the store stops");
        nodes = gauge("cluster.nodes", "Nodes that this node knows, by status");
        Gauge.builder(PREFIX + "ready", ready, AtomicInteger::get)
                .description("1 if this node takes orders for all stores, else 0")
                .register(registry);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(PREFIX + name).description(description).register(registry);
    }

    /** All metrics as text, with those of the stores as new as they can be had soon. */
    CompletionStage<String> text() {
        CompletableFuture<ClusterView> cluster = service.cluster().toCompletableFuture();
        CompletableFuture<?> taken = cluster.handle((view, failure) -> {
            take(failure == null ? view : withoutCluster());
            return null;
        });
        CompletableFuture<?> readiness = service.notReady()
                .toCompletableFuture()
                .handle((reasons, failure) -> {
                    ready.set(failure == null && reasons.isEmpty() ? 1 : 0);
                    return null;
                });
        List<CompletableFuture<?>> all = new ArrayList<>(List.of(taken, readiness));
        for (StoreInfo store : service.stores()) {
            // Without a cluster the cache is not used, and would be waited for.
            all.add(cluster.thenCompose(view -> service.cache(store.name())).handle((view, failure) -> {
                take(failure == null ? view : emptyCache(store.name()));
                return null;
            }));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .thenApplyAsync(done -> scrape());
    }

    /** The metrics as text, all of the same moment. */
    private synchronized String scrape() {
        return registry.scrape();
    }

    /** What a node knows that is in no cluster. */
    private ClusterView withoutCluster() {
        return new ClusterView(
                List.of(),
                service.stores().stream()
                        .map(store -> new StoreView(store.name(), null, 0, 0, 0, 0, List.of()))
                        .toList());
    }

    private CacheView emptyCache(String store) {
        CacheView last = caches.get(store);
        return last == null
                ? new CacheView(store, 0, 0, false, 0, 0, 0, List.of(), List.of(), List.of())
                : new CacheView(
                        store,
                        0,
                        0,
                        false,
                        last.hits(),
                        last.misses(),
                        last.invalidations(),
                        List.of(),
                        List.of(),
                        List.of());
    }

    private synchronized void take(ClusterView view) {
        set(available, view.stores(), store -> store.leader() == null ? 0 : 1);
        List<StoreView> led =
                view.stores().stream().filter(store -> store.leader() != null).toList();
        set(epoch, led, StoreView::epoch);
        set(lastIndex, led, StoreView::lastIndex);
        set(released, led, StoreView::released);
        set(age, view.stores(), store -> store.ageMillis() / 1_000.0);
        set(tolerated, view.stores(), StoreMetrics::failuresTolerated);
        List<Row<?>> leaders = new ArrayList<>();
        List<Row<?>> states = new ArrayList<>();
        List<Row<?>> lags = new ArrayList<>();
        for (StoreView store : view.stores()) {
            if (store.leader() != null) {
                leaders.add(Row.of(Tags.of("store", store.store(), "node", store.leader()), 1));
            }
            STATES.forEach(
                    state -> states.add(Row.of(Tags.of("store", store.store(), "state", state), count(store, state))));
            for (ReplicaView replica : store.replicas()) {
                if (replica.lag() != null) {
                    lags.add(Row.of(
                            Tags.of("store", store.store(), "slot", Integer.toString(replica.slot())), replica.lag()));
                }
            }
        }
        leader.register(leaders, true);
        replicas.register(states, true);
        lag.register(lags, true);
        Map<String, Long> statuses =
                view.nodes().stream().collect(Collectors.groupingBy(NodeView::status, Collectors.counting()));
        List<Row<?>> members = new ArrayList<>();
        statuses.forEach((status, count) -> members.add(Row.of(Tags.of("status", status), count)));
        nodes.register(members, true);
    }

    private static void set(MultiGauge gauge, List<StoreView> stores, ToDoubleFunction<StoreView> value) {
        List<Row<?>> rows = new ArrayList<>();
        stores.forEach(store -> rows.add(Row.of(Tags.of("store", store.store()), value.applyAsDouble(store))));
        gauge.register(rows, true);
    }

    private static long count(StoreView store, String state) {
        return store.replicas().stream()
                .filter(replica -> replica.state().equals(state))
                .count();
    }

    private static double failuresTolerated(StoreView store) {
        int majority = store.replicas().size() / 2 + 1;
        return Math.max(0, count(store, MEMBER) - majority);
    }

    private void take(CacheView view) {
        boolean isNew = caches.put(view.store(), view) == null;
        if (isNew) {
            register(view.store());
        }
    }

    private void register(String store) {
        counter("cache.hits", "Lookups that this node's cache answered", store, CacheView::hits);
        counter("cache.misses", "Lookups that this node's cache could not answer", store, CacheView::misses);
        counter(
                "cache.invalidations",
                "Values that were dropped because they changed",
                store,
                CacheView::invalidations);
        gauge("cache.values", "Values in this node's cache", store, CacheView::size);
        gauge("cache.lease", "1 if this node may use its cache, else 0", store, view -> view.leaseRunning() ? 1 : 0);
    }

    private void counter(String name, String description, String store, ToDoubleFunction<CacheView> value) {
        FunctionCounter.builder(PREFIX + name, caches, all -> value.applyAsDouble(all.get(store)))
                .description(description)
                .tag("store", store)
                .register(registry);
    }

    private void gauge(String name, String description, String store, ToDoubleFunction<CacheView> value) {
        Gauge.builder(PREFIX + name, caches, all -> value.applyAsDouble(all.get(store)))
                .description(description)
                .tag("store", store)
                .register(registry);
    }
}
