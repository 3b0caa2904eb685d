package menhir.http.api;

import akka.http.javadsl.model.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;
import menhir.service.StoreService;
import menhir.service.StoreService.CacheView;
import menhir.service.StoreService.StoreInfo;

/** Stores, nodes and replicas, and this node's caches. */
public final class ClusterRoutes {
    private record StoreJson(String name, String kind, long items) {}

    private record StoresJson(List<StoreJson> stores) {}

    private record CachesJson(List<CacheView> caches) {}

    private final StoreService service;
    private final Stores stores;

    public ClusterRoutes(StoreService service, Stores stores) {
        this.service = service;
        this.stores = stores;
    }

    public List<Route> routes() {
        return List.of(
                Route.canonical(Method.GET, "/v1/stores", request -> stores()),
                Route.canonical(Method.GET, "/v1/cluster", request -> json(service.cluster())),
                Route.canonical(
                        Method.GET,
                        "/v1/stores/{store}/digest",
                        request -> json(service.digest(stores.nameOf(request)))),
                Route.canonical(Method.GET, "/v1/cache", this::cache).forAdministrators());
    }

    private CompletionStage<HttpResponse> stores() {
        return json(all(stores.all().stream().map(this::store).toList()).thenApply(StoresJson::new));
    }

    private CompletionStage<StoreJson> store(StoreInfo store) {
        return service.itemCount(store.name())
                .thenApply(items -> new StoreJson(store.name(), store.kind().label(), items));
    }

    private CompletionStage<HttpResponse> cache(RequestContext request) {
        List<CompletionStage<CacheView>> caches =
                stores.all().stream().map(store -> service.cache(store.name())).toList();
        return json(all(caches).thenApply(CachesJson::new));
    }

    private static CompletionStage<HttpResponse> json(CompletionStage<?> value) {
        return value.thenApply(result -> Json.response(result, ResponseHeaders.REVALIDATE));
    }

    private static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
        CompletionStage<List<T>> results = CompletableFuture.completedFuture(new ArrayList<>(stages.size()));
        for (CompletionStage<T> stage : stages) {
            results = results.thenCombine(stage, (list, result) -> {
                list.add(result);
                return list;
            });
        }
        return results;
    }
}
