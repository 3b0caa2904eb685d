package menhir.client.run;

import java.util.List;
import java.util.Objects;
import menhir.client.api.Dialect;
import menhir.client.api.ItemView;
import menhir.client.api.StocksDialect;
import org.jspecify.annotations.Nullable;

/** The items that a run chooses from. */
public final class ItemNames {

    private ItemNames() {}

    /**
     * The names (in the dialect books: the numbers) of the items.
     *
     * @param given names to use; null for all that the servers list
     * @return at least one
     * @throws UnusableStoreException if the servers have no such store or it has no items
     */
    public static List<String> choose(StoreClient client, @Nullable List<String> given) throws InterruptedException {
        List<String> names = given == null ? listed(client) : inServersForm(client.dialect(), given);
        if (names.isEmpty()) {
            throw UnusableStoreException.empty(client.store());
        }
        return names;
    }

    /** Numbers without leading zeros, as servers write them; otherwise a placed order would not match its request. */
    private static List<String> inServersForm(Dialect dialect, List<String> given) {
        return dialect.usesItemNumbers()
                ? given.stream()
                        .map(number -> number.replaceFirst("^0+(?=[0-9])", ""))
                        .toList()
                : given;
    }

    private static List<String> listed(StoreClient client) throws InterruptedException {
        try {
            List<ItemView> items = client.items();
            return client.dialect().usesItemNumbers()
                    ? items.stream()
                            .map(ItemView::number)
                            .filter(Objects::nonNull)
                            .map(String::valueOf)
                            .toList()
                    : items.stream().map(ItemView::name).toList();
        } catch (UnusableStoreException unknown) {
            // A server of the classical bazaar cannot list its items, but its catalog is known.
            if (client.dialect() == Dialect.STOCKS) {
                return StocksDialect.CLASSICAL_NAMES;
            }
            throw unknown;
        }
    }
}
