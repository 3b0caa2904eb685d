package menhir.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import menhir.client.http.Json;
import org.jspecify.annotations.Nullable;

/** A small server of the canonical API and of the classical stores, into which a test can inject a fault. */
final class TestServer implements AutoCloseable {

    /** Queries of the lists of orders. */
    final Queue<String> listings = new ConcurrentLinkedQueue<>();

    private final TestStore store;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong orders = new AtomicLong();
    private final Set<String> cached = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;

    TestServer(TestStore store) throws IOException {
        this.store = store;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    void inject(Fault newFault) {
        fault = newFault;
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The number of requests that reached this server, whatever became of them. */
    long requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        long count = requests.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (fault.beforeRequest(exchange, count)) {
            exchange.close();
            return;
        }
        String path = exchange.getRequestURI().getPath();
        if (path.matches("/v1/stores/(stocks|books|toys)/.*")) {
            canonical(exchange, path.split("/", 5)[4], body);
        } else if (path.startsWith("/v1/cluster")) {
            send(exchange, 200, cluster());
        } else if (path.startsWith("/v1/")) {
            send(exchange, 404, Json.object().put("detail", "there is no such store"));
        } else if (path.startsWith("/toys/")) {
            toys(exchange, path.substring("/toys".length()), body);
        } else if (path.startsWith("/books/")) {
            books(exchange, path.substring("/books".length()));
        } else {
            stocks(exchange, path, body);
        }
    }

    private void toys(HttpExchange exchange, String path, byte[] body) throws IOException {
        ObjectNode response = Json.object();
        if (path.startsWith("/products/")) {
            String name = path.substring("/products/".length());
            TestStore.Stock stock = store.find(name);
            if (stock != null) {
                response.set("data", itemJson(name, stock));
            }
            send(exchange, stock == null ? 404 : 200, response);
        } else if (path.equals("/orders")) {
            JsonNode order = Json.MAPPER.readTree(body);
            String name = order.path("name").asText();
            TestStore.Outcome outcome =
                    buy(exchange, name, order.path("quantity").asLong());
            if (outcome instanceof TestStore.Outcome.Accepted accepted) {
                response.putObject("data").put("order_number", accepted.order().number());
                sendOrder(exchange, 200, response);
            } else {
                response.putObject("error").put("code", 404).put("message", "out of stock");
                sendOrder(exchange, 404, response);
            }
        } else {
            TestStore.Placed placed = shownOrder(path.substring("/orders/".length()));
            if (placed != null) {
                response.putObject("data")
                        .put("number", placed.number())
                        .put("name", placed.item())
                        .put("quantity", placed.quantity());
            }
            send(exchange, placed == null ? 404 : 200, response);
        }
    }

    /** The name of a book is its number here. */
    private void books(HttpExchange exchange, String path) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String value = query.substring(query.indexOf('=') + 1);
        if (path.equals("/buy")) {
            TestStore.Outcome outcome = buy(exchange, value, 1);
            boolean placed = outcome instanceof TestStore.Outcome.Accepted;
            if (outcome instanceof TestStore.Outcome.Accepted accepted) {
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                "/v1/stores/books/orders/" + accepted.order().number());
            }
            int status = placed ? 200 : store.find(value) == null ? 404 : 409;
            send(exchange, status, placed ? "Success" : "Failed", "text/plain");
        } else if (query.startsWith("topic=")) {
            ObjectNode response = Json.object();
            ArrayNode books = response.putArray("books");
            for (String number : store.namesAfter("", 100)) {
                books.add(
                        bookJson(number).put("item_no", Long.parseLong(number)).put("topic", value));
            }
            send(exchange, 200, response);
        } else {
            boolean known = store.find(value) != null;
            send(exchange, known ? 200 : 404, known ? bookJson(value) : Json.object());
        }
    }

    private ObjectNode bookJson(String number) {
        TestStore.Stock stock = Objects.requireNonNull(store.find(number));
        return Json.object()
                .put("book_name", "Book " + number)
                .put("stock", stock.quantity())
                .put("cost", stock.price());
    }

    private TestStore.Outcome buy(HttpExchange exchange, String name, long quantity) {
        JsonNode order = Json.object().put("type", "buy").put("name", name).put("quantity", quantity);
        return place(exchange, order, "name");
    }

    private void canonical(HttpExchange exchange, String rest, byte[] body) throws IOException {
        boolean isPost = exchange.getRequestMethod().equals("POST");
        if (rest.equals("items")) {
            send(exchange, 200, page(exchange.getRequestURI().getQuery()));
        } else if (rest.startsWith("items/")) {
            item(exchange, rest.substring("items/".length()));
        } else if (rest.equals("orders") && isPost) {
            JsonNode order = Json.MAPPER.readTree(body);
            TestStore.Outcome outcome = place(exchange, order, "item");
            if (outcome instanceof TestStore.Outcome.Accepted accepted) {
                sendOrder(exchange, 201, canonicalOrder(accepted.order()));
            } else if (outcome instanceof TestStore.Outcome.NotEnough notEnough) {
                sendOrder(
                        exchange,
                        409,
                        Json.object().put("detail", "not enough stock").put("available", notEnough.available()));
            } else {
                int status = outcome instanceof TestStore.Outcome.KeyReused ? 422 : 404;
                sendOrder(exchange, status, Json.object().put("detail", "rejected"));
            }
        } else if (rest.equals("orders")) {
            send(exchange, 200, orderPage(exchange.getRequestURI().getQuery()));
        } else if (rest.startsWith("orders/")) {
            TestStore.Placed placed = shownOrder(rest.substring("orders/".length()));
            send(exchange, placed == null ? 404 : 200, placed == null ? Json.object() : canonicalOrder(placed));
        } else {
            send(exchange, 404, Json.object().put("detail", "no such path"));
        }
    }

    private void stocks(HttpExchange exchange, String path, byte[] body) throws IOException {
        ObjectNode response = Json.object();
        if (path.startsWith("/stocks/")) {
            String name = path.substring("/stocks/".length());
            TestStore.Stock stock = store.find(name);
            if (stock != null) {
                response.putObject("data")
                        .put("name", name)
                        .put("price", stock.price())
                        .put("quantity", stock.quantity());
            }
            send(exchange, stock == null ? 404 : 200, response);
        } else if (path.equals("/orders")) {
            TestStore.Outcome outcome = place(exchange, Json.MAPPER.readTree(body), "name");
            if (outcome instanceof TestStore.Outcome.Accepted accepted) {
                response.putObject("data")
                        .put("transaction_number", accepted.order().number());
                sendOrder(exchange, 200, response);
            } else {
                response.putObject("error").put("code", 400).put("message", "not enough stock");
                sendOrder(exchange, 400, response);
            }
        } else if (path.startsWith("/orders/")) {
            TestStore.Placed placed = shownOrder(path.substring("/orders/".length()));
            if (placed != null) {
                response.putObject("data")
                        .put("number", placed.number())
                        .put("name", placed.item())
                        .put("type", placed.type())
                        .put("quantity", placed.quantity());
            }
            send(exchange, placed == null ? 404 : 200, response);
        } else {
            send(exchange, 404, response);
        }
    }

    private void item(HttpExchange exchange, String name) throws IOException {
        TestStore.Stock stock = store.find(name);
        exchange.getResponseHeaders()
                .set("Cache-Status", cached.add(name) ? "menhir; fwd=miss; stored" : "menhir; hit");
        if (stock == null) {
            send(exchange, 404, Json.object().put("detail", "there is no such item"));
            return;
        }
        send(exchange, 200, itemJson(name, stock));
    }

    /** If the name is a number, it is the item's number as well. */
    private static ObjectNode itemJson(String name, TestStore.Stock stock) {
        ObjectNode item = Json.object()
                .put("name", name)
                .put("price", stock.price())
                .put("quantity", stock.quantity())
                .put("topic", "tests");
        return name.matches("[0-9]+") ? item.put("number", Long.parseLong(name)) : item;
    }

    /** Pages of three items, so that the tests use several. */
    private ObjectNode page(String query) {
        int at = query.indexOf("after=");
        String after = at < 0 ? "" : query.substring(at + "after=".length());
        List<String> names = store.namesAfter(after, 3);
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray("items");
        for (String name : names) {
            TestStore.Stock stock = store.find(name);
            if (stock != null) {
                items.add(itemJson(name, stock));
            }
        }
        return page.put("next", names.size() < 3 ? null : names.get(2));
    }

    /** Pages of at most three orders, the newest first. */
    private ObjectNode orderPage(String query) {
        listings.add(query);
        long before = Long.MAX_VALUE;
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith("before=")) {
                before = Long.parseLong(parameter.substring("before=".length()));
            }
        }
        ObjectNode page = Json.object();
        ArrayNode orders = page.putArray("orders");
        List<TestStore.Placed> log = store.log();
        long next = Math.min(before - 1, log.size());
        for (int i = 0; i < 3 && next >= 1; i++, next--) {
            orders.add(canonicalOrder(log.get((int) next - 1)));
        }
        return page.put("next", next >= 1 ? (Long) (next + 1) : null);
    }

    private TestStore.Outcome place(HttpExchange exchange, JsonNode order, String nameField) {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        TestStore.Outcome outcome = store.order(
                order.path("type").asText(),
                order.path(nameField).asText(),
                order.path("quantity").asLong(),
                key);
        cached.remove(order.path(nameField).asText());
        if (outcome instanceof TestStore.Outcome.Accepted accepted && accepted.replayed()) {
            exchange.getResponseHeaders().set("Idempotent-Replayed", "true");
        }
        return outcome;
    }

    private TestStore.@Nullable Placed shownOrder(String number) {
        TestStore.Placed placed = store.findOrder(Long.parseLong(number));
        return placed == null ? null : fault.shown(placed);
    }

    private static ObjectNode canonicalOrder(TestStore.Placed placed) {
        ObjectNode order = Json.object().put("number", placed.number()).put("type", placed.type());
        order.putArray("lines")
                .addObject()
                .put("item", placed.item())
                .put("quantity", placed.quantity())
                .put("price", placed.price());
        BigDecimal total = placed.price().multiply(BigDecimal.valueOf(placed.quantity()));
        return order.put("total", total).put("time", "2026-11-21T00:00:00Z");
    }

    private static ObjectNode cluster() {
        ObjectNode cluster = Json.object();
        ObjectNode node = cluster.putArray("nodes").addObject();
        node.put("node", "one")
                .put("status", "up")
                .put("http", "127.0.0.1:8080")
                .put("pid", 17);
        ObjectNode store = cluster.putArray("stores").addObject();
        store.put("store", "stocks").put("leader", "one").put("epoch", 3);
        store.putArray("replicas").addObject().put("slot", 1).put("state", "member");
        return cluster;
    }

    private void sendOrder(HttpExchange exchange, int status, ObjectNode json) throws IOException {
        if (!fault.insteadOfResponse(exchange, orders.incrementAndGet())) {
            send(exchange, status, json);
        }
    }

    private static void send(HttpExchange exchange, int status, ObjectNode json) throws IOException {
        send(exchange, status, json.toString(), "application/json");
    }

    private static void send(HttpExchange exchange, int status, String text, String contentType) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
