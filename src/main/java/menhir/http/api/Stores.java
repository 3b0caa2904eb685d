package menhir.http.server;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import menhir.service.StoreService;
import menhir.service.StoreService.StoreInfo;
import menhir.store.Names;
import menhir.store.StoreKind;

/** The stores of this server, which do not change while it runs. */
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

    /** The kind of a store that there is. */
    public StoreKind kind(String name) {
        return Objects.requireNonNull(byName.get(name)).kind();
    }

    /** A store's name as the path of a call gives it first. */
    public String of(RequestContext call) {
        String name = call.parameter(0);
        if (!has(name)) {
            throw Problem.of(
                            ProblemType.UNKNOWN_STORE,
                            "There is no store " + Names.quoted(name) + "; there are "
                                    + String.join(", ", byName.keySet()) + ".")
                    .exception();
        }
        return name;
    }
}
