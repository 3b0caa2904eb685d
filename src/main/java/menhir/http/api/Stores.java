package menhir.http.api;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.RequestContext;
import menhir.service.StoreService;
import menhir.service.StoreService.StoreInfo;
import menhir.store.Names;
import menhir.store.StoreKind;

/** The stores of this server by name. They do not change while it runs. */
public final class Stores {
    private final Map<String, StoreInfo> byName = new LinkedHashMap<>();

    public Stores(StoreService service) {
        service.stores().forEach(store -> byName.put(store.name(), store));
    }

    public Collection<StoreInfo> all() {
        return byName.values();
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Names of the stores of a kind, in the order of the configuration. */
    public List<String> ofKind(StoreKind kind) {
        return byName.values().stream()
                .filter(store -> store.kind() == kind)
                .map(StoreInfo::name)
                .toList();
    }

    /** The store that the first path parameter names. */
    StoreInfo of(RequestContext request) {
        String name = request.parameter(0);
        StoreInfo store = byName.get(name);
        if (store == null) {
            Optional<String> nearest = Names.nearest(name, byName.keySet());
            String asked = nearest.isPresent() ? Names.question(nearest) : ".";
            Problem problem = Problem.of(
                    ProblemType.UNKNOWN_STORE,
                    "There is no store " + Names.quoted(name) + asked + " The stores are "
                            + String.join(", ", byName.keySet()) + ".");
            throw nearest.map(problem::withNearest).orElse(problem).exception();
        }
        return store;
    }

    /** The name of the store that the first path parameter names. */
    String nameOf(RequestContext request) {
        return of(request).name();
    }
}
