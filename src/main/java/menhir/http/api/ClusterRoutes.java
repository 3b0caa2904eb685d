package menhir.http.api;

import akka.http.javadsl.model.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.http.server.AdminGuard;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.Stores;
import menhir.service.StoreService;
import menhir.service.StoreService.CacheView;
import menhir.service.StoreService.StoreInfo;

/** What the server is made of: stores, nodes, replicas, this node's caches. */
public final class ClusterRoutes {
    private final StoreService service;
    private final Stores stores;
    private final AdminGuard admin;

    public ClusterRoutes(StoreService service, Stores stores, AdminGuard admin) {
        this.service = service;
        this.stores = stores;
        this.admin = admin;
    }

    public List<Route> routes() {
        return List.of(
                Route.canonical(Method.GET, "/v1/stores", this::stores),
                Route.canonical(Method.GET, "/v1/cluster", this::cluster),
                Route.canonical(Method.GET, "/v1/stores/{store}/digest", this::digest),
                Route.canonical(Method.GET, "/v1/cache", this::cache));
    }

    private CompletionStage<HttpResponse> stores(RequestContext call) {
        List<StoreInfo> infos = List.copyOf(stores.all());
        return all(infos.stream().map(store -> service.itemCount(store.name())).toList())
                .thenApply(counts -> Json.response(
                        out -> {
                            out.writeStartObject();
                            out.writeArrayFieldStart("stores");
                            for (int i = 0; i < infos.size(); i++) {
                                out.writeStartObject();
                                out.writeStringField("name", infos.get(i).name());
                                out.writeStringField("kind", infos.get(i).kind().label());
                                out.writeNumberField("items", counts.get(i));
                                out.writeEndObject();
                            }
                            out.writeEndArray();
                            out.writeEndObject();
                        },
                        JsonViews.REVALIDATE));
    }

    private CompletionStage<HttpResponse> cluster(RequestContext call) {
        return service.cluster().thenApply(view -> Json.response(out -> out.writePOJO(view), JsonViews.REVALIDATE));
    }

    private CompletionStage<HttpResponse> digest(RequestContext call) {
        return service.digest(stores.of(call))
                .thenApply(view -> Json.response(out -> out.writePOJO(view), JsonViews.REVALIDATE));
    }

    private CompletionStage<HttpResponse> cache(RequestContext call) {
        admin.check(call);
        List<CompletionStage<CacheView>> views =
                stores.all().stream().map(store -> service.cache(store.name())).toList();
        return all(views)
                .thenApply(caches -> Json.response(
                        out -> {
                            out.writeStartObject();
                            out.writePOJOField("caches", caches);
                            out.writeEndObject();
                        },
                        JsonViews.REVALIDATE));
    }

    private static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
        CompletionStage<List<T>> gathered = CompletableFuture.completedFuture(new ArrayList<>(stages.size()));
        for (CompletionStage<T> stage : stages) {
            gathered = gathered.thenCombine(stage, (list, element) -> {
                list.add(element);
                return list;
            });
        }
        return gathered;
    }
}
