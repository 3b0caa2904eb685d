package menhir.http;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import menhir.frontend.StoreService;
import menhir.frontend.StoreService.StoreInfo;

/** The stores of this server, which do not change while it runs. */
final class Stores {
    private final Map<String, StoreInfo> byName = new LinkedHashMap<>();

    Stores(StoreService service) {
        service.stores().forEach(store -> byName.put(store.name(), store));
    }

    Collection<StoreInfo> all() {
        return byName.values();
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** The kind of a store that there is. */
    String kind(String name) {
        return Objects.requireNonNull(byName.get(name)).kind();
    }

    /** A store's name as the path of a call gives it first. */
    String of(Call call) {
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
