package menhir.experiment.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads a store's event stream from its first event. */
public final class StoreEvents {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** A log entry: its index, kind and content. */
    public record Event(long index, String kind, JsonNode data) {}

    private StoreEvents() {}

    /**
     * All events up to the order with a number, which must exist.
     *
     * @throws IOException if that event does not arrive before the timeout
     */
    public static List<Event> read(NodeApi node, String store, long lastNumber)
            throws IOException, InterruptedException {
        List<Event> events = new ArrayList<>();
        var response = node.lines("/v1/stores/" + store + "/events?after=0", TIMEOUT);
        try (var lines = response.body()) {
            Iterator<String> each = lines.iterator();
            long index = 0;
            String kind = "";
            long start = System.nanoTime();
            // An idle stream has heartbeats, so that hasNext() does not block for long.
            while (each.hasNext() && System.nanoTime() - start < TIMEOUT.toNanos()) {
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
        throw new IOException(node + " did not send the event of order " + lastNumber + " in time");
    }
}
