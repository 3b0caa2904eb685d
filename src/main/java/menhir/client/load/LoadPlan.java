package menhir.client.load;

import java.util.List;
import menhir.client.http.ServerAddress;

/**
 * What a load run does.
 *
 * @param orderShare of the requests that are orders, 0 to 1; the others are lookups
 * @param sellShare of the orders that sell, so that stock neither runs out nor grows
 * @param warmupMillis not measured, before the rest
 * @param timeoutMillis for an answer; after it the connection is given up
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
