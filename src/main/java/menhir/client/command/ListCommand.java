package menhir.client.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import menhir.client.api.CanonicalApi.OrderPage;
import menhir.client.api.OrderListing;
import menhir.client.api.OrderView;
import menhir.client.http.Json;
import menhir.client.report.OrderTable;
import menhir.client.run.Session;
import menhir.client.run.StoreClient;
import menhir.client.run.UnusableStoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists placed orders. */
@Command(
        name = "list",
        description = "Lists placed orders, the newest first.",
        footer = {
            "  client list",
            "  client list --item GameStart --limit 100 --json",
            "  client list --oldest-first --from 2026-11-22T00:00:00Z --to 2026-11-23T00:00:00Z"
        })
public final class ListCommand extends RemoteCommand {
    private static final int MAX_ORDERS = 10_000;

    /** A page may be empty and not the last one, so a faulty server could send pages without end. */
    private static final int MAX_PAGES = 10_000;

    private record Orders(String store, List<OrderView> orders) {}

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "Most orders to list.")
    int limit;

    @Option(names = "--oldest-first", description = "List the oldest order first.")
    boolean oldestFirst;

    @Option(names = "--item", paramLabel = "NAME", description = "Only orders with this item.")
    @Nullable
    String item;

    @Option(names = "--from", paramLabel = "TIME", description = "Only orders placed at or after this instant.")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only orders placed before this instant.")
    @Nullable
    String to;

    @Override
    int run(StoreClient client) throws InterruptedException {
        options.require("--limit", limit, 1, MAX_ORDERS);
        requireInstant("--from", from);
        requireInstant("--to", to);
        List<OrderView> orders = orders(client, new OrderListing(!oldestFirst, limit, item, from, to));
        if (options.json) {
            print(Json.object(new Orders(client.store(), orders)));
        } else {
            print(OrderTable.of(orders));
        }
        return ExitStatus.OK;
    }

    private void requireInstant(String option, @Nullable String value) {
        try {
            if (value != null) {
                Instant.parse(value);
            }
        } catch (DateTimeException e) {
            throw options.usageError(option + " must be an instant such as 2026-11-22T06:42:16Z, but is " + value);
        }
    }

    private List<OrderView> orders(StoreClient client, OrderListing listing) throws InterruptedException {
        Session session = client.session();
        List<OrderView> orders = new ArrayList<>();
        Long cursor = null;
        int pages = 0;
        do {
            if (++pages > MAX_PAGES) {
                warn("stopped after " + MAX_PAGES + " pages; later orders are not listed");
                break;
            }
            OrderPage page = session.send(client.canonical().orders(listing, cursor))
                    .orElseThrow(() -> UnusableStoreException.unknown(client.store()));
            orders.addAll(page.orders());
            // Stops where a page does not lead on: it would list the same orders again.
            cursor = listing.leadsOn(cursor, page.next()) ? page.next() : null;
        } while (cursor != null && orders.size() < limit);
        return orders.subList(0, Math.min(orders.size(), limit));
    }
}
