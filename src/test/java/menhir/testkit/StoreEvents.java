package menhir.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What a node tells those who follow a store from the beginning. */
public final class StoreEvents {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** An entry of the log: its index, what it is, what it says. */
    public record Event(long index, String kind, JsonNode data) {}

    private StoreEvents() {}

    /**
     * All events up to the order of a number, which there must be.
     *
     * @throws IOException when it is not told of in time
     */
    public static List<Event> read(NodeApi node, String store, long lastNumber)
            throws IOException, InterruptedException {
        List<Event> events = new ArrayList<>();
        var response = node.lines("/v1/stores/" + store + "/events?after=0", PATIENCE);
        try (var lines = response.body()) {
            Iterator<String> each = lines.iterator();
            long index = 0;
            String kind = "";
            long begun = System.nanoTime();
            // An idle stream has heartbeats, so that there is always a next line.
            while (each.hasNext() && System.nanoTime() - begun < PATIENCE.toNanos()) {
                String line = each.next();
                if (line.startsWith("id: ")) {
                    index = Long.parseLong(line.substring(4));
                } else if (line.startsWith("event: ")) {
                    kind = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    Event event = new Event(index, kind, NodeApi.MAPPER.readTree(line.substring(6)));
                    events.add(event);
                    if (kind.equals("order") && event.data().path("number").asLong() >= lastNumber) {
                        return events;
                    }
                }
            }
        }
        throw new IOException(node + " did not tell of order " + lastNumber + " in time");
    }
}
