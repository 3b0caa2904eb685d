package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import menhir.testkit.MixedLoad;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver of events that dies and comes back, and nodes that die while they send to it. */
class WebhooksIT {
    private static final byte[] KEY = "a secret of twenty-four!".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String METRIC = "menhir_webhook_lag_seconds{store=\"stocks\",webhook=\"crm\"}";

    @TempDir
    private Path folder;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void stopReceiver() {
        receiver.die();
    }

    @Test
    void shouldHaveEachOrderTakenInOrderWhoeverDies() throws Exception {
        receiver.start();
        Path file = folder.resolve("webhooks");
        Files.writeString(file, "stocks crm http://127.0.0.1:" + receiver.port + "/hook " + SECRET + " order\n");
        try (TestCluster cluster = TestCluster.ofThree(Map.of("MENHIR_WEBHOOKS_FILE", file.toString()))) {
            cluster.start();
            cluster.awaitReady();
            TestCluster.until("a node sends", () -> sender(cluster) != null);
            try (MixedLoad load = MixedLoad.on(cluster)) {
                TestCluster.until("the receiver takes orders", () -> receiver.orders.size() >= 30);

                receiver.die();
                int before = receiver.orders.size();
                load.awaitAcknowledged(50);
                TestCluster.until("the metric says so", () -> lag(cluster) > 1);
                receiver.start();
                TestCluster.until("it takes them again", () -> receiver.orders.size() >= before + 50);

                TestNode sender = Objects.requireNonNull(sender(cluster));
                sender.kill9();
                load.awaitAcknowledged(50);
                receiver.die();
                sender.start();
                cluster.awaitReady();
                TestNode leader = cluster.awaitLeader();
                leader.kill9();
                load.awaitAcknowledged(50);
                receiver.start();
                leader.start();
                cluster.awaitReady();
                load.awaitAcknowledged(50);
            }
            List<Long> placed = orders(cluster);
            long last = placed.get(placed.size() - 1);
            TestCluster.until("the receiver has all orders", () -> receiver.orders.contains(last));
            TestCluster.until("nothing waits", () -> lag(cluster) == 0);

            assertThat(receiver.complaints).isEmpty();
            List<Long> firstTimes = receiver.orders.stream().distinct().toList();
            List<Long> expected = placed.stream()
                    .filter(number -> number >= firstTimes.get(0))
                    .toList();
            assertThat(firstTimes).isEqualTo(expected);
            // Of the second before each death, at most.
            System.out.println("events: " + firstTimes.size() + ", more than once: "
                    + (receiver.orders.size() - firstTimes.size()));
        }
    }

    /** The node that sends to the receiver, or null. */
    private static @Nullable TestNode sender(TestCluster cluster) throws Exception {
        for (TestNode node : cluster.live()) {
            if (metrics(node).contains(METRIC)) {
                return node;
            }
        }
        return null;
    }

    private static double lag(TestCluster cluster) throws Exception {
        TestNode sender = sender(cluster);
        return sender == null
                ? -1
                : metrics(sender)
                        .lines()
                        .filter(line -> line.startsWith(METRIC))
                        .mapToDouble(line -> Double.parseDouble(line.substring(METRIC.length() + 1)))
                        .findFirst()
                        .orElse(-1);
    }

    private static String metrics(TestNode node) throws Exception {
        return node.api().get("/metrics", TestCluster.TIMEOUT).text();
    }

    private static List<Long> orders(TestCluster cluster) throws Exception {
        List<Long> numbers = new ArrayList<>();
        JsonNode next = MAPPER.getNodeFactory().numberNode(0);
        while (!next.isNull()) {
            JsonNode page = cluster.node(1)
                    .api()
                    .json("/v1/stores/" + TestCluster.STORE + "/orders?limit=1000&after=" + next.asLong());
            page.path("orders")
                    .forEach(order -> numbers.add(order.path("number").asLong()));
            next = page.path("next");
        }
        return numbers;
    }

    /** Checks signatures, and keeps the numbers of orders in the order in which they came. Only one message comes at a time. */
    private static final class Receiver {
        final List<Long> orders = Collections.synchronizedList(new ArrayList<>());
        final Set<String> complaints = ConcurrentHashMap.newKeySet();
        /** Answers that do not take an event, whatever HTTP libraries call a success. */
        final AtomicInteger redirects = new AtomicInteger(2);

        int port;
        private @Nullable HttpServer server;

        void start() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            port = server.getAddress().getPort();
            server.createContext("/hook", this::take);
            server.start();
        }

        void die() {
            if (server != null) {
                server.stop(0);
                server = null;
            }
        }

        private void take(HttpExchange exchange) throws IOException {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                JsonNode event = MAPPER.readTree(body);
                String id = exchange.getRequestHeaders().getFirst("webhook-id");
                String time = exchange.getRequestHeaders().getFirst("webhook-timestamp");
                check(
                        "signature",
                        signature(id + "." + time + ".", body)
                                .equals(exchange.getRequestHeaders().getFirst("webhook-signature")));
                check("id", id.equals("menhir_stocks_" + event.path("index").asLong()));
                check("type", event.path("type").asText().equals("order"));
                check("time", Math.abs(Long.parseLong(time) - System.currentTimeMillis() / 1000) < 300);
                if (redirects.getAndDecrement() > 0) {
                    exchange.sendResponseHeaders(302, -1);
                    return;
                }
                orders.add(event.path("data").path("number").asLong());
                exchange.sendResponseHeaders(204, -1);
            }
        }

        private void check(String what, boolean right) {
            if (!right) {
                complaints.add(what);
            }
        }

        private static String signature(String prefix, byte[] body) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
                mac.update(prefix.getBytes(StandardCharsets.UTF_8));
                return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
