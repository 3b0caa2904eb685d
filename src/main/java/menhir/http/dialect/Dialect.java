package menhir.http.dialect;

import java.util.ArrayList;
import java.util.List;
import menhir.http.server.Route;
import menhir.http.server.Stores;
import menhir.service.StoreService;
import menhir.service.StoreService.StoreInfo;
import menhir.store.StoreKind;

/**
 * The paths and JSON of one of the systems that Menhir follows, so that its clients work unchanged. A dialect is thin:
 * it translates to and from the same service as the canonical API, and is lenient where its old server was.
 *
 * <p>To add one, implement this and list it in {@link #all}.
 */
public interface Dialect {

    /** The kind of store whose clients speak it. */
    StoreKind kind();

    /** Its routes about the catalog: at the root, and below the store's name. */
    List<Route> catalogRoutes(String prefix, String store);

    /** Its routes under {@code /orders}: below the store's name; at the root for one store only. */
    List<Route> orderRoutes(String prefix, String store);

    static List<Dialect> all(StoreService service) {
        return List.of(new StockBazaar(service), new Bookstore(service), new ToyStore(service));
    }

    /**
     * All dialects' routes for these stores. Of several stores of a kind, the one that owns {@code /orders} has the root,
     * or else the first.
     *
     * @param ordersStore the store that {@code /orders} at the root belongs to
     * @param others dialects that need more than the service
     */
    static List<Route> routes(StoreService service, Stores stores, String ordersStore, Dialect... others) {
        List<Route> routes = new ArrayList<>();
        List<Dialect> dialects = new ArrayList<>(all(service));
        dialects.addAll(List.of(others));
        for (Dialect dialect : dialects) {
            List<String> names = stores.all().stream()
                    .filter(store -> store.kind() == dialect.kind())
                    .map(StoreInfo::name)
                    .toList();
            if (names.isEmpty()) {
                continue;
            }
            if (names.contains(ordersStore)) {
                routes.addAll(dialect.orderRoutes("", ordersStore));
            }
            routes.addAll(dialect.catalogRoutes("", names.contains(ordersStore) ? ordersStore : names.get(0)));
            for (String name : names) {
                routes.addAll(dialect.orderRoutes("/" + name, name));
                routes.addAll(dialect.catalogRoutes("/" + name, name));
            }
        }
        return routes;
    }
}
