package menhir.client.load;

import java.util.List;
import menhir.client.http.ServerAddress;

/**
 * What a load run does.
 *
 * @param connections kept-alive connections at once
 * @param warmupMillis time before the measurement
 * @param measuredMillis time of the measurement
 * @param orderShare share of the requests that are orders, 0 to 1; the others are lookups
 * @param sellShare share of the orders that sell, 0 to 1; at 0.5 the stock neither runs out nor grows
 * @param names the items to choose from, at least one
 * @param timeoutMillis limit of one attempt; after it the connection is closed
 */
public record LoadPlan(
        List<ServerAddress> servers,
        int connections,
        long warmupMillis,
        long measuredMillis,
        double orderShare,
        double sellShare,
        List<String> names,
        long timeoutMillis,
        long seed) {

    public LoadPlan {
        servers = List.copyOf(servers);
        names = List.copyOf(names);
    }
}
