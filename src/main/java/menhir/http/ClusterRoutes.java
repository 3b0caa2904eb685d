package menhir.http;

import akka.http.javadsl.model.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.frontend.StoreService;
import menhir.frontend.StoreService.CacheView;
import menhir.frontend.StoreService.StoreInfo;

/** What the server is made of: stores, nodes, replicas, this node's caches. */
final class ClusterRoutes {
    private final StoreService service;
    private final Stores stores;
    private final AdminGuard admin;

    ClusterRoutes(StoreService service, Stores stores, AdminGuard admin) {
        this.service = service;
        this.stores = stores;
        this.admin = admin;
    }

    List<Route> routes() {
        return List.of(
                Route.canonical(Method.GET, "/v1/stores", this::stores),
                Route.canonical(Method.GET, "/v1/cluster", this::cluster),
                Route.canonical(Method.GET, "/v1/stores/{store}/digest", this::digest),
                Route.canonical(Method.GET, "/v1/cache", this::cache));
    }

    private CompletionStage<HttpResponse> stores(Call call) {
        List<StoreInfo> infos = List.copyOf(stores.all());
        return all(infos.stream().map(store -> service.itemCount(store.name())).toList())
                .thenApply(counts -> Json.response(
                        out -> {
                            out.writeStartObject();
                            out.writeArrayFieldStart("stores");
                            for (int i = 0; i < infos.size(); i++) {
                                out.writeStartObject();
                                out.writeStringField("name", infos.get(i).name());
                                out.writeStringField("kind", infos.get(i).kind());
                                out.writeNumberField("items", counts.get(i));
                                out.writeEndObject();
                            }
                            out.writeEndArray();
                            out.writeEndObject();
                        },
                        Answers.REVALIDATE));
    }

    private CompletionStage<HttpResponse> cluster(Call call) {
        return service.cluster().thenApply(view -> Json.response(out -> out.writePOJO(view), Answers.REVALIDATE));
    }

    private CompletionStage<HttpResponse> digest(Call call) {
        return service.digest(stores.of(call))
                .thenApply(view -> Json.response(out -> out.writePOJO(view), Answers.REVALIDATE));
    }

    private CompletionStage<HttpResponse> cache(Call call) {
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
                        Answers.REVALIDATE));
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
