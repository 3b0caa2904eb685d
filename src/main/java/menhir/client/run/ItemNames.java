package menhir.client.run;

import java.util.List;
import java.util.Objects;
import menhir.client.api.Dialect;
import menhir.client.api.ItemView;
import menhir.client.api.StocksDialect;
import menhir.client.http.StoreClient;
import org.jspecify.annotations.Nullable;

/** Which items a run chooses from. */
public final class ItemNames {

    private ItemNames() {}

    /** The names (in the dialect books: the numbers) given, else those the servers list; null when the servers know no such store. */
    public static @Nullable List<String> choose(StoreClient connection, @Nullable List<String> given)
            throws InterruptedException {
        if (given != null) {
            return connection.dialect() == Dialect.BOOKS
                    ? given.stream().map(ItemNames::withoutZeros).toList()
                    : given;
        }
        List<ItemView> items = connection.items();
        if (items != null) {
            return connection.dialect() == Dialect.BOOKS
                    ? items.stream()
                            .map(ItemView::number)
                            .filter(Objects::nonNull)
                            .map(String::valueOf)
                            .toList()
                    : items.stream().map(ItemView::name).toList();
        }
        // A server that only speaks the dialect has no list; its catalog is known.
        return connection.dialect() == Dialect.STOCKS ? StocksDialect.CLASSICAL_NAMES : null;
    }

    /** A number as servers write it, or orders would not look like what was wished. */
    private static String withoutZeros(String number) {
        return number.replaceFirst("^0+(?=[0-9])", "");
    }
}
