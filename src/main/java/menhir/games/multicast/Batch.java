package menhir.games.multicast;

import java.util.List;

/** One message of the total order: the requests that had gathered at its sender. */
public record Batch(Stamp stamp, List<String> requests) {
    public Batch {
        requests = List.copyOf(requests);
    }

    /** Its share of a packet, in characters. */
    int weight() {
        return requests.stream().mapToInt(String::length).sum();
    }
}
