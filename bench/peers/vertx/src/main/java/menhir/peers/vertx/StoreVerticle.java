package menhir.peers.vertx;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One event loop of the HTTP server. It routes by hand: a router would only cost time. */
final class StoreVerticle extends AbstractVerticle {
    private static final String ROOT = "/v1/stores/stocks/";
    private static final String ITEM = ROOT + "items/";
    private static final String ORDERS = ROOT + "orders";
    private static final String ORDER = ORDERS + "/";
    private static final int MOST_QUANTITY = 1_000_000;
    private static final int MOST_ITEMS = 1_000;
    private static final int BODY_BYTES = 64 * 1024;

    private final int port;
    private final StoreQueries queries;

    StoreVerticle(int port, StoreQueries queries) {
        this.port = port;
        this.queries = queries;
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        boolean reads = request.method() == HttpMethod.GET;
        if (reads && path.startsWith(ITEM)) {
            String name;
            try {
                name = URLDecoder.decode(path.substring(ITEM.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException malformed) {
                problem(request, 400, "malformed path");
                return;
            }
            show(request, queries.item(name), 404, "unknown item");
        } else if (reads && path.startsWith(ORDER)) {
            String number = path.substring(ORDER.length());
            if (number.matches("[0-9]{1,18}")) {
                show(request, queries.order(Long.parseLong(number)), 404, "unknown order");
            } else {
                problem(request, 404, "unknown order");
            }
        } else if (reads && path.equals(ROOT + "items")) {
            String after = Optional.ofNullable(request.getParam("after")).orElse("");
            show(request, queries.items(after, MOST_ITEMS).map(Optional::of), 404, "no items");
        } else if (request.method() == HttpMethod.POST && path.equals(ORDERS)) {
            readBody(request);
        } else {
            problem(request, 404, "unknown path");
        }
    }

    private void readBody(HttpServerRequest request) {
        request.body().onSuccess(body -> place(request, body)).onFailure(broken -> request.connection().close());
    }

    private void place(HttpServerRequest request, Buffer body) {
        JsonObject order;
        String item;
        Long quantity;
        String type;
        try {
            order = body.length() > BODY_BYTES ? new JsonObject() : new JsonObject(body);
            item = order.getString("item");
            quantity = order.getLong("quantity");
            type = order.getString("type");
        } catch (DecodeException | ClassCastException malformed) {
            problem(request, 400, "malformed order");
            return;
        }
        boolean isOrder = item != null && quantity != null && ("buy".equals(type) || "sell".equals(type));
        if (!isOrder || quantity < 1 || quantity > MOST_QUANTITY) {
            problem(request, 400, "item, quantity from 1 to " + MOST_QUANTITY + ", and type buy or sell are required");
            return;
        }
        queries.place(item, quantity, "buy".equals(type))
                .onSuccess(placed -> placed.ifPresentOrElse(json -> send(request, 201, json), () -> reject(request, item)))
                .onFailure(failed -> problem(request, 503, "the database failed"));
    }

    /** Says why an order was rejected. */
    private void reject(HttpServerRequest request, String item) {
        queries.item(item)
                .onSuccess(found -> problem(
                        request,
                        found.isPresent() ? 409 : 404,
                        found.isPresent() ? "not enough in stock" : "unknown item"))
                .onFailure(failed -> problem(request, 503, "the database failed"));
    }

    private static void show(HttpServerRequest request, Future<Optional<String>> json, int missing, String problem) {
        json.onSuccess(found -> found.ifPresentOrElse(
                        text -> send(request, 200, text), () -> problem(request, missing, problem)))
                .onFailure(failed -> problem(request, 503, "the database failed"));
    }

    private static void problem(HttpServerRequest request, int status, String title) {
        send(request, status, new JsonObject().put("title", title).put("status", status).encode());
    }

    private static void send(HttpServerRequest request, int status, String json) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(json);
    }
}
