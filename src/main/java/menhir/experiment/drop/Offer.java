package menhir.experiment.drop;

import java.util.List;

/**
 * What is on sale, and where.
 *
 * @param servers the nodes, as host:port
 * @param limit how many of the item a customer may have
 * @param holdSeconds how long a hold lasts
 * @param payMillis time between a hold and its confirmation
 */
public record Offer(List<String> servers, String store, String item, int limit, int holdSeconds, long payMillis) {

    public Offer {
        servers = List.copyOf(servers);
    }
}
