package menhir.http.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
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
import menhir.service.StoreService.ClusterView;
import menhir.service.StoreService.HoldPage;
import menhir.service.StoreService.StoreInfo;
import menhir.service.StoreService.StoreView;
import org.jspecify.annotations.Nullable;

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
    private final Map<String, MultiGauge> gauges = new HashMap<>();
    private final CacheMetrics caches;
    /** Of the stores of which it is known. */
    private final Map<String, Long> activeHolds = new ConcurrentHashMap<>();

    private final AtomicInteger ready = new AtomicInteger();

    StoreMetrics(StoreService service, PrometheusMeterRegistry registry) {
        this.service = service;
        this.registry = registry;
        this.caches = new CacheMetrics(registry);
        Gauge.builder(PREFIX + "ready", ready, AtomicInteger::get)
                .description("1 if this node takes orders for all stores, else 0")
                .register(registry);
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
                if (failure == null) {
                    caches.take(view);
                } else {
                    caches.takeUnused(store.name());
                }
                return null;
            }));
            if (!store.kind().isScoreboard()) {
                all.add(cluster.thenCompose(view -> service.holds(store.name(), null, 0, 1))
                        .handle((page, failure) -> takeHolds(store.name(), failure == null ? page : null)));
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .thenApplyAsync(done -> scrape());
    }

    private @Nullable Void takeHolds(String store, @Nullable HoldPage page) {
        if (page == null) {
            activeHolds.remove(store);
        } else {
            activeHolds.put(store, page.active());
        }
        return null;
    }

    /** The metrics as text, all of the same moment. */
    private synchronized String scrape() {
        show(
                "store.active.holds",
                "Holds that are neither confirmed nor given back nor expired",
                activeHolds.entrySet().stream()
                        .<Row<?>>map(holds -> Row.of(Tags.of("store", holds.getKey()), holds.getValue()))
                        .toList());
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

    private synchronized void take(ClusterView view) {
        List<StoreView> all = view.stores();
        List<StoreView> led =
                all.stream().filter(store -> store.leader() != null).toList();
        show(
                "store.available",
                "1 if the store has a leader with a majority, else 0",
                rows(all, store -> store.leader() == null ? 0 : 1));
        show(
                "store.leader",
                "1 for the node that leads the store; missing while there is none",
                led.stream()
                        .<Row<?>>map(store -> row(store, "node", String.valueOf(store.leader()), 1))
                        .toList());
        show("store.epoch", "Epoch of the leader; each change of leaders makes it larger", rows(led, StoreView::epoch));
        show("store.last.index", "Index of the newest log entry of the leader", rows(led, StoreView::lastIndex));
        show(
                "store.released.index",
                "Index up to which log entries are visible to clients",
                rows(led, StoreView::released));
        show(
                "store.view.age.seconds",
                "How long ago the leader and the replicas were asked",
                rows(all, store -> store.ageMillis() / 1_000.0));
        show(
                "store.replicas",
                "Replicas of the store by state",
                all.stream()
                        .<Row<?>>flatMap(
                                store -> STATES.stream().map(state -> row(store, "state", state, count(store, state))))
                        .toList());
        show(
                "store.failures.tolerated",
                "Replicas that may be lost before the store stops",
                rows(all, StoreMetrics::failuresTolerated));
        show("replica.lag.entries", "Released log entries that a replica does not have", lags(all));
        show("cluster.nodes", "Nodes that this node knows, by status", statuses(view.nodes()));
    }

    private void show(String name, String description, List<Row<?>> rows) {
        gauges.computeIfAbsent(name, key -> MultiGauge.builder(PREFIX + key)
                        .description(description)
                        .register(registry))
                .register(rows, true);
    }

    private static List<Row<?>> rows(List<StoreView> stores, ToDoubleFunction<StoreView> value) {
        return stores.stream()
                .<Row<?>>map(store -> Row.of(Tags.of("store", store.store()), value.applyAsDouble(store)))
                .toList();
    }

    private static Row<?> row(StoreView store, String label, String value, long number) {
        return Row.of(Tags.of("store", store.store(), label, value), number);
    }

    private static List<Row<?>> lags(List<StoreView> stores) {
        List<Row<?>> lags = new ArrayList<>();
        stores.forEach(store -> store.replicas().forEach(replica -> {
            Long lag = replica.lag();
            if (lag != null) {
                lags.add(row(store, "slot", Integer.toString(replica.slot()), lag));
            }
        }));
        return lags;
    }

    private static List<Row<?>> statuses(List<NodeView> nodes) {
        List<Row<?>> rows = new ArrayList<>();
        nodes.stream()
                .collect(Collectors.groupingBy(NodeView::status, Collectors.counting()))
                .forEach((status, count) -> rows.add(Row.of(Tags.of("status", status), count)));
        return rows;
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
}
