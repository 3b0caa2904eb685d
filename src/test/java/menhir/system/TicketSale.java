package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.StoreEvents;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;

/**
 * More customers than there are tickets, each of whom may have two: some order, some hold and confirm, and some hold and let it
 * expire. They go on until everything is sold.
 */
final class TicketSale implements AutoCloseable {
    static final int TICKETS = 60;
    static final int LIMIT = 2;

    private static final int CUSTOMERS = 50;
    private static final int THREADS = 6;
    private static final long HOLD_SECONDS = 3;
    private static final String STORE = TestCluster.STORE;

    private static final String PATH = "/v1/stores/" + STORE;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Future<?>> running = new ArrayList<>();
    private final List<TestNode> nodes;
    private final String item = "Ticket " + UUID.randomUUID();
    private final AtomicInteger sold = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private volatile boolean over;

    private TicketSale(List<TestNode> nodes) {
        this.nodes = nodes;
    }

    /** Puts the tickets on sale. */
    static TicketSale at(TestCluster cluster) throws IOException, InterruptedException {
        TicketSale sale = new TicketSale(cluster.nodes());
        NodeApi node = cluster.node(1).api();
        TestCluster.addItem(node, STORE, sale.item, "{\"price\": 80.00, \"quantity\": " + TICKETS + "}");
        TestCluster.setTerms(node, STORE, sale.item, "{\"limitPerCustomer\": " + LIMIT + "}");
        return sale;
    }

    /** The customers come. */
    void start(long seed) {
        System.out.println("ticket sale: seed " + seed);
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            running.add(threads.submit(() -> {
                while (!over && sold.get() < TICKETS) {
                    visit(random);
                }
                return null;
            }));
        }
    }

    /** Waits until so many tickets are sold, as far as customers were told. */
    void awaitSold(int tickets) {
        TestCluster.until(tickets + " tickets are sold", () -> {
            running.stream().filter(Future::isDone).forEach(TicketSale::result);
            return sold.get() >= tickets;
        });
    }

    /** How many holds customers have placed. */
    int held() {
        return held.get();
    }

    // ---- customers --------------------------------------------------------------------------------------------------

    private void visit(Random random) throws InterruptedException {
        String customer = "customer-" + random.nextInt(CUSTOMERS);
        int quantity = 1 + random.nextInt(LIMIT);
        String line = "{\"item\":\"" + item + "\",\"quantity\":" + quantity + "}";
        if (random.nextInt(3) == 0) {
            HttpResponse<String> order = sent(
                    PATH + "/orders",
                    "{\"type\":\"buy\",\"lines\":[" + line + "],\"customer\":\"" + customer + "\"}",
                    random);
            count(order, quantity);
            return;
        }
        HttpResponse<String> hold = sent(
                PATH + "/holds",
                "{\"lines\":[" + line + "],\"seconds\":" + HOLD_SECONDS + ",\"customer\":\"" + customer + "\"}",
                random);
        if (hold.statusCode() != 201) {
            assertThat(hold.statusCode()).as(hold.body()).isEqualTo(409);
            return;
        }
        held.incrementAndGet();
        if (random.nextInt(3) == 0) {
            // It is left to expire.
            return;
        }
        String path = hold.headers().firstValue("Location").orElseThrow();
        count(sent(path + "/confirm", "", random), quantity);
    }

    private void count(HttpResponse<String> order, int quantity) {
        assertThat(order.statusCode()).as(order.body()).isIn(201, 409);
        sold.addAndGet(order.statusCode() == 201 ? quantity : 0);
    }

    /** Sends a request with one key, to one node after the other, until it is answered for good. */
    private HttpResponse<String> sent(String path, String body, Random random) throws InterruptedException {
        String key = UUID.randomUUID().toString();
        for (int attempt = random.nextInt(nodes.size()); !over; attempt++) {
            TestNode node = nodes.get(attempt % nodes.size());
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + node.address() + path))
                    .timeout(Duration.ofSeconds(5))
                    .header("Idempotency-Key", key)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                if (response.statusCode() < 500) {
                    return response;
                }
            } catch (IOException e) {
                // The node is down: the next one is asked.
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("the test has ended");
    }

    // ---- what must be true at the end -------------------------------------------------------------------------------

    /** All tickets are sold, and the log explains each of them. */
    void verify(NodeApi node) throws IOException, InterruptedException {
        JsonNode shown = node.json(PATH + "/items/" + NodeApi.segment(item));
        assertThat(shown.path("quantity").asInt()).isZero();
        assertThat(shown.has("held")).isFalse();
        Map<String, Integer> bought = new HashMap<>();
        Map<Long, Integer> holds = new HashMap<>();
        int left = TICKETS;
        long last = lastOrder(node);
        for (StoreEvents.Event event : StoreEvents.read(node, STORE, last)) {
            String kind = event.kind();
            JsonNode data = event.data();
            if (kind.equals("hold") && quantity(data) > 0) {
                left -= quantity(data);
                holds.put(data.path("hold").asLong(), quantity(data));
            } else if (kind.equals("holds-expired")) {
                for (JsonNode expired : data.path("holds")) {
                    left += ended(holds, expired.path("hold").asLong(), quantity(expired));
                }
            } else if (kind.equals("order") && quantity(data) > 0) {
                bought.merge(data.path("customer").asText(), quantity(data), Integer::sum);
                if (data.has("hold")) {
                    ended(holds, data.path("hold").asLong(), quantity(data));
                } else {
                    left -= quantity(data);
                }
            }
            assertThat(left)
                    .as("tickets that are neither held nor sold after %s", event)
                    .isNotNegative();
        }
        assertThat(left).isZero();
        assertThat(holds).as("holds that have not ended").isEmpty();
        assertThat(bought.values()).allMatch(quantity -> quantity <= LIMIT);
        assertThat(bought.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(TICKETS);
    }

    private static long lastOrder(NodeApi node) throws IOException, InterruptedException {
        JsonNode newest = node.json(PATH + "/orders?order=newest&limit=1");
        return newest.path("orders").path(0).path("number").asLong();
    }

    /** A hold of ours ends, once, with what it held. */
    private static int ended(Map<Long, Integer> holds, long id, int quantity) {
        if (quantity > 0) {
            assertThat(holds.remove(id))
                    .as("hold %d, which ends with %d", id, quantity)
                    .isEqualTo(quantity);
        }
        return quantity;
    }

    private int quantity(JsonNode lines) {
        int quantity = 0;
        for (JsonNode line : lines.path("lines")) {
            quantity += line.path("item").asText().equals(item)
                    ? line.path("quantity").asInt()
                    : 0;
        }
        return quantity;
    }

    private static void result(Future<?> done) {
        try {
            done.get();
        } catch (Exception e) {
            throw new AssertionError("a customer failed", e);
        }
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
