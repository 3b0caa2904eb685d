package menhir.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import menhir.chaos.check.StoreLog;
import menhir.chaos.check.StoreLog.Added;
import menhir.chaos.check.StoreLog.Entry;
import menhir.chaos.check.StoreLog.Placed;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.StoreEvents;

/** Reads the whole log of a store, as a node shows it to clients. */
public final class LogReader {
    private LogReader() {}

    /** Reads the log from a node: the orders from the list of orders, and their indexes from the event stream. */
    public static StoreLog read(NodeApi node, String store) throws IOException, InterruptedException {
        List<JsonNode> listed = listed(node, store);
        long last = listed.isEmpty()
                ? 0
                : listed.get(listed.size() - 1).path("number").asLong();
        List<Entry> entries = events(node, store, last);
        List<Placed> orders = new StoreLog(entries).orders();
        if (orders.size() != listed.size()) {
            throw new IllegalStateException(
                    node + " lists " + listed.size() + " orders, and sent events of " + orders.size());
        }
        for (int i = 0; i < orders.size(); i++) {
            Placed sent = orders.get(i);
            if (!placed(sent.index(), listed.get(i)).equals(sent)) {
                throw new IllegalStateException(node + " lists " + listed.get(i) + ", and sent the event " + sent);
            }
        }
        return new StoreLog(entries);
    }

    private static List<JsonNode> listed(NodeApi node, String store) throws IOException, InterruptedException {
        List<JsonNode> orders = new ArrayList<>();
        JsonNode next = LongNode.valueOf(0);
        while (next.isNumber()) {
            JsonNode page = node.json("/v1/stores/" + store + "/orders?limit=1000&after=" + next.asLong());
            page.path("orders").forEach(orders::add);
            next = page.path("next");
        }
        return orders;
    }

    /** The entries up to the order with a number; none if there are no orders. */
    private static List<Entry> events(NodeApi node, String store, long lastNumber)
            throws IOException, InterruptedException {
        List<Entry> entries = new ArrayList<>();
        if (lastNumber == 0) {
            return entries;
        }
        for (StoreEvents.Event event : StoreEvents.read(node, store, lastNumber)) {
            if (event.kind().equals("item")) {
                JsonNode item = event.data();
                entries.add(new Added(
                        event.index(),
                        item.path("item").asText(),
                        item.path("quantity").asLong()));
            } else if (event.kind().equals("order")) {
                entries.add(placed(event.index(), event.data()));
            }
        }
        return entries;
    }

    static SortedMap<String, Long> lines(JsonNode order) {
        SortedMap<String, Long> lines = new TreeMap<>();
        order.path("lines")
                .forEach(line -> lines.merge(
                        line.path("item").asText(), line.path("quantity").asLong(), Long::sum));
        return lines;
    }

    private static Placed placed(long index, JsonNode order) {
        return new Placed(
                index,
                order.path("number").asLong(),
                order.path("type").asText().equals("buy"),
                lines(order));
    }
}
