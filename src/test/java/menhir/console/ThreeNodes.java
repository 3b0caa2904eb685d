package menhir.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes what a single node tells of itself into what a node of three could tell, in each state of a cluster. */
final class ThreeNodes {
    /** How a cluster stands. */
    enum State {
        HEALTHY,
        /** A node is gone, and another one's replica of the books catches up. */
        DEGRADED,
        CHOOSING,
        STOPPED
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SINCE = "2026-01-01T00:00:05Z";
    private static final long SILENT_MILLIS = 1_432;

    private ThreeNodes() {}

    /** The view of the cluster: this node is node-1, whatever its name was. */
    static String cluster(String view, State state) {
        ObjectNode cluster = read(view);
        ArrayNode nodes = (ArrayNode) cluster.get("nodes");
        ((ObjectNode) nodes.get(0)).put("node", "node-1");
        addNode(nodes, 2, state == State.STOPPED);
        addNode(nodes, 3, state == State.STOPPED || state == State.DEGRADED);
        int number = 0;
        for (JsonNode store : cluster.get("stores")) {
            change((ObjectNode) store, number++, state);
        }
        return cluster.toString();
    }

    private static void addNode(ArrayNode nodes, int number, boolean gone) {
        ObjectNode node = nodes.addObject()
                .put("node", "node-" + number)
                .put("address", "menhir@127.0.0.1:" + (2_550 + number))
                .put("http", number == 3 ? "javascript:alert(1)" : "127.0.0.1:" + (8_079 + number))
                .put("pid", number)
                .put("status", gone ? "gone" : "up")
                .put("since", gone ? SINCE : null);
        node.putArray("roles").add("http");
    }

    private static void change(ObjectNode store, int number, State state) {
        boolean hasLeader = state == State.HEALTHY || state == State.DEGRADED;
        int leader = state == State.DEGRADED ? 1 : number % 3 + 1;
        store.put("leader", hasLeader ? "node-" + leader : null);
        ArrayNode replicas = (ArrayNode) store.get("replicas");
        ObjectNode own = (ObjectNode) replicas.get(0);
        own.put("node", "node-1");
        for (int slot = 2; slot <= 3; slot++) {
            boolean down = state == State.STOPPED || (state == State.DEGRADED && slot == 3);
            boolean behind =
                    state == State.DEGRADED && store.get("store").asText().equals("books");
            ObjectNode replica = own.deepCopy().put("slot", slot).put("node", "node-" + slot);
            replica.put("state", down ? "down" : "member")
                    .put("lag", down || !hasLeader ? null : behind ? 12_345L : 0L);
            replicas.add(replica);
        }
        if (!hasLeader) {
            own.putNull("lag");
        }
    }

    /** Its last minutes: a load with a change of leaders, and how the cluster stands. */
    static String stats(String stats, State state) {
        ObjectNode view = read(stats);
        long end = Instant.parse(view.get("time").asText()).toEpochMilli();
        int samples = view.get("maxSamples").asInt();
        int fresh = view.get("times").size();
        boolean isFirst = fresh == samples || fresh == view.get("lastSample").asInt();
        view.put("started", "2026-01-01T00:00:00Z/" + state);
        if (!isFirst) {
            view.get("stores").forEach(store -> fill((ObjectNode) store, fresh, state));
            view.putArray("timeline");
            return view.toString();
        }
        ArrayNode times = view.putArray("times");
        ArrayNode lengths = view.putArray("lengthsMillis");
        for (int i = 0; i < samples; i++) {
            times.add(Instant.ofEpochMilli(end - (samples - 1 - i) * 1_000L).toString());
            lengths.add(1_000);
        }
        for (JsonNode store : view.get("stores")) {
            fill((ObjectNode) store, samples, state);
        }
        addTimeline(view.putArray("timeline"), end, state);
        view.put("lastEntry", view.get("timeline").size());
        return view.toString();
    }

    private static void fill(ObjectNode store, int samples, State state) {
        store.put("silentMillis", state == State.CHOOSING ? SILENT_MILLIS : 100);
        for (String name : new String[] {
            "orders",
            "rejections",
            "failures",
            "lookups",
            "hits",
            "orderP50Micros",
            "orderP99Micros",
            "lookupP50Micros",
            "lookupP99Micros",
            "released",
            "lag"
        }) {
            ArrayNode column = store.putArray(name);
            for (int i = 0; i < samples; i++) {
                long value = value(name, i, state == State.STOPPED && i > samples - 40);
                if (value < 0) {
                    column.addNull();
                } else {
                    column.add(value);
                }
            }
        }
    }

    /** A number of a sample; negative if there is none. */
    private static long value(String name, int i, boolean stopped) {
        boolean pause = i == 178 || i == 179;
        long wave = Math.round(12 * Math.sin(i / 9.0) + 7 * Math.sin(i / 2.3));
        return switch (name) {
            case "orders" -> pause || stopped ? 0 : 150 + wave;
            case "rejections" -> pause || stopped ? 0 : Math.max(0, wave / 3);
            case "failures" -> 0;
            case "orderP50Micros" -> pause || stopped ? -1 : 2_100 + 20 * wave + (i == 180 ? 40_000 : 0);
            case "orderP99Micros" -> pause || stopped ? -1 : 6_300 + 90 * wave + (i == 180 ? 60_000 : 0);
            case "lookups" -> 900 + 5 * wave;
            case "hits" -> 855 + 3 * wave;
            case "lookupP50Micros" -> 90 + wave / 4;
            case "lookupP99Micros" -> 1_040 + 12 * wave;
            case "released" -> stopped ? -1 : 90_000L + 150L * i;
            default -> stopped ? -1 : i > 180 && i < 220 ? (220 - i) * 30L : Math.max(0, wave / 4);
        };
    }

    private static void addTimeline(ArrayNode timeline, long end, State state) {
        add(timeline, end - 290_000, "node-up", "node-1", null).put("durationMillis", 8_300);
        add(timeline, end - 122_000, "node-down", "node-3", null).put("detail", "unreachable");
        add(timeline, end - 120_000, "leader", "node-1", "stocks")
                .put("durationMillis", 1_400)
                .put("detail", "7");
        add(timeline, end - 90_000, "node-up", "node-3", null).put("durationMillis", 32_000);
        add(timeline, end - 80_000, "caught-up", "node-3", null).put("durationMillis", 42_000);
        add(timeline, end - 50_000, "administration", null, null)
                .put("detail", "POST /v1/stores/stocks/items/CarCo/restock: 200, request 5f0c-17");
        if (state == State.DEGRADED || state == State.STOPPED) {
            add(timeline, end - 40_000, "node-down", "node-3", null).put("detail", "unreachable");
        }
        if (state == State.STOPPED) {
            add(timeline, end - 39_000, "node-down", "node-2", null).put("detail", "unreachable");
        }
    }

    private static ObjectNode add(
            ArrayNode timeline, long atMillis, String kind, @Nullable String node, @Nullable String store) {
        ObjectNode entry = timeline.addObject()
                .put("number", timeline.size())
                .put("time", Instant.ofEpochMilli(atMillis).toString())
                .put("kind", kind);
        if (node != null) {
            entry.put("node", node);
        }
        if (store != null) {
            entry.put("store", store);
        }
        return entry;
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + json, e);
        }
    }
}
