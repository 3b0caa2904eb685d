package menhir.games.multicast;

import java.util.List;

/** One message of the total order: the requests that its sender had gathered. */
record Batch(Stamp stamp, List<String> requests) {
    public Batch {
        requests = List.copyOf(requests);
    }

    /** Size in characters, for the limit on packets. */
    int weight() {
        return requests.stream().mapToInt(String::length).sum();
    }
}
