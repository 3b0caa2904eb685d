package menhir.client.load;

import java.util.List;
import menhir.client.http.ServerAddress;

/**
 * What a load run does.
 *
 * @param connections kept-alive connections at once
 * @param warmupMillis time before the measurement
 * @param measuredMillis time of the measurement
 * @param ratePerSecond requests that are due per second, over all connections (open loop); 0 if each connection sends its
 *     next request as soon as it has the response to the last one (closed loop)
 * @param mix the kinds of request
 * @param names the items to choose from, at least one
 * @param timeoutMillis limit of one attempt; after it the connection is closed
 */
public record LoadPlan(
        List<ServerAddress> servers,
        int connections,
        long warmupMillis,
        long measuredMillis,
        long ratePerSecond,
        RequestMix mix,
        List<String> names,
        long timeoutMillis,
        long seed) {

    public LoadPlan {
        servers = List.copyOf(servers);
        names = List.copyOf(names);
    }
}
