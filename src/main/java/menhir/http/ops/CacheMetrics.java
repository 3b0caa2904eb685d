package menhir.http.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import menhir.service.StoreService.CacheView;

/** Metrics of this node's caches, as they were when they were last seen. Thread-safe. */
final class CacheMetrics {
    private final MeterRegistry registry;
    private final Map<String, CacheView> caches = new ConcurrentHashMap<>();

    CacheMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Takes in a cache as it is now. */
    void take(CacheView view) {
        boolean isNew = caches.put(view.store(), view) == null;
        if (isNew) {
            register(view.store());
        }
    }

    /** The cache cannot be seen: it is not used now, and its counters stay. */
    void takeUnused(String store) {
        CacheView last = caches.get(store);
        long hits = last == null ? 0 : last.hits();
        long misses = last == null ? 0 : last.misses();
        long invalidations = last == null ? 0 : last.invalidations();
        take(new CacheView(store, 0, 0, false, hits, misses, invalidations, List.of(), List.of(), List.of()));
    }

    private void register(String store) {
        counter("hits", "Lookups that this node's cache answered", store, CacheView::hits);
        counter("misses", "Lookups that this node's cache could not answer", store, CacheView::misses);
        counter("invalidations", "Values that were dropped because they changed", store, CacheView::invalidations);
        gauge("values", "Values in this node's cache", store, CacheView::size);
        gauge("lease", "1 if this node may use its cache, else 0", store, view -> view.leaseRunning() ? 1 : 0);
    }

    private void counter(String name, String description, String store, ToDoubleFunction<CacheView> value) {
        FunctionCounter.builder("menhir.cache." + name, caches, all -> value.applyAsDouble(all.get(store)))
                .description(description)
                .tag("store", store)
                .register(registry);
    }

    private void gauge(String name, String description, String store, ToDoubleFunction<CacheView> value) {
        Gauge.builder("menhir.cache." + name, caches, all -> value.applyAsDouble(all.get(store)))
                .description(description)
                .tag("store", store)
                .register(registry);
    }
}
