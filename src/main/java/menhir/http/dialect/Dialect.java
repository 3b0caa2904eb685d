package menhir.http.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import menhir.games.Games;
import menhir.http.api.EventStreams;
import menhir.http.api.Stores;
import menhir.http.server.Route;
import menhir.service.StoreService;
import menhir.store.StoreKind;

/**
 * The paths and JSON of one of the original systems. A dialect only translates to and from the service of the canonical API. It
 * is as lenient with input as its original server was.
 *
 * <p>To add a dialect, implement this interface and list it in {@link #all}.
 */
public interface Dialect {

    /** The kind of store that it serves. */
    StoreKind kind();

    /** Routes for the catalog of a store. They exist at the root, for one store, and under the name of each store. */
    List<Route> catalogRoutes(String prefix, String store);

    /** Routes under {@code /orders}. They exist under the name of each store, and at the root for the root store only. */
    List<Route> orderRoutes(String prefix, String store);

    private static List<Dialect> all(StoreService service, Games games, Optional<String> authId, EventStreams streams) {
        return List.of(
                new StockBazaar(service),
                new Bookstore(service),
                new ToyStore(service),
                new Olympics(service, games, new ScoreAuthorization(authId), streams));
    }

    /**
     * The routes of the dialects that are spoken. If there are several stores of a kind, the root store has the catalog routes at the root, or
     * else the first store.
     *
     * @param spoken the kinds of stores whose dialects are spoken
     * @param rootStore the store that {@code /orders} at the root belongs to
     * @param authId id that may change scores; empty to reject all changes
     * @param streams for pushed scores
     */
    static List<Route> routes(
            Set<StoreKind> spoken,
            StoreService service,
            Stores stores,
            String rootStore,
            Games games,
            Optional<String> authId,
            EventStreams streams) {
        List<Route> routes = new ArrayList<>();
        for (Dialect dialect : all(service, games, authId, streams)) {
            List<String> names = stores.ofKind(dialect.kind());
            if (names.isEmpty() || !spoken.contains(dialect.kind())) {
                continue;
            }
            boolean hasRootStore = names.contains(rootStore);
            if (hasRootStore) {
                routes.addAll(dialect.orderRoutes("", rootStore));
            }
            routes.addAll(dialect.catalogRoutes("", hasRootStore ? rootStore : names.get(0)));
            for (String name : names) {
                routes.addAll(dialect.orderRoutes("/" + name, name));
                routes.addAll(dialect.catalogRoutes("/" + name, name));
            }
        }
        return routes;
    }
}
