package menhir.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import menhir.testkit.History.Acknowledged;
import menhir.testkit.History.Failed;
import menhir.testkit.History.Lookup;
import menhir.testkit.History.OrderRead;
import menhir.testkit.History.Ordered;
import menhir.testkit.History.Outcome;
import menhir.testkit.History.Rejected;
import menhir.testkit.History.Unknown;
import menhir.testkit.NodeApi.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A client that records its requests and replies in a {@link History}. A reply other than success, out of stock, or 503 with
 * {@code Retry-After} is an {@link AssertionError}. Thread-safe.
 */
public final class RecordingClient {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;
    private static final String ORDERS = "/v1/stores/" + TestCluster.STORE + "/orders/";

    /** Timeout of an attempt; above the time for which a front-end retries an order during a fail-over. */
    static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(12);

    /** Timeout of an order with all its attempts. */
    static final Duration DEADLINE = Duration.ofSeconds(90);

    private static final long BACK_OFF_MILLIS = 100;

    private final List<TestNode> nodes;
    private final History history;

    RecordingClient(List<TestNode> nodes, History history) {
        this.nodes = List.copyOf(nodes);
        this.history = history;
    }

    /** A reply to an order, and the node that sent it. */
    record Answer(Reply reply, Outcome outcome, TestNode by) {}

    /** Places an order in one attempt, which must succeed. */
    public JsonNode place(TestNode node, OrderRequest request) throws InterruptedException {
        long invoked = System.nanoTime();
        Reply reply = attempt(node, request, TestCluster.TIMEOUT);
        Outcome outcome = reply == null ? null : outcome(request, reply);
        record(request, outcome == null ? new Unknown("one attempt at " + node) : outcome, invoked);
        if (reply == null || !(outcome instanceof Acknowledged)) {
            throw new AssertionError(node + " did not accept an order: " + reply);
        }
        return reply.body();
    }

    /**
     * Tries one node after the other, beginning with {@code first}, until one acknowledges or rejects the order. Null if none
     * does before the deadline: then the outcome is unknown.
     */
    @Nullable
    Answer placeWithRetries(OrderRequest request, TestNode first, Duration attempt, Duration deadline)
            throws InterruptedException {
        long invoked = System.nanoTime();
        int index = nodes.indexOf(first);
        for (int tries = 1; System.nanoTime() - invoked < deadline.toNanos(); tries++) {
            TestNode node = nodes.get(index);
            Reply reply = attempt(node, request, attempt);
            Outcome outcome = reply == null ? null : outcome(request, reply);
            if (reply != null && outcome != null) {
                record(request, outcome, invoked);
                return new Answer(reply, outcome, node);
            }
            index = (index + 1) % nodes.size();
            if (tries % nodes.size() == 0) {
                TimeUnit.MILLISECONDS.sleep(BACK_OFF_MILLIS);
            }
        }
        record(request, new Unknown("no node replied within " + deadline.toSeconds() + " s"), invoked);
        return null;
    }

    /** Places an order as a client that knows all nodes, and returns its outcome. */
    public Outcome placeWithRetries(OrderRequest request, TestNode first) throws InterruptedException {
        Answer answered = placeWithRetries(request, first, ATTEMPT_TIMEOUT, DEADLINE);
        return answered == null ? new Unknown("no node replied") : answered.outcome();
    }

    private void record(OrderRequest request, Outcome outcome, long invoked) {
        history.add(new Ordered(request, outcome, invoked, System.nanoTime()));
    }

    /** Sends an order once, and records only a failure. */
    @Nullable
    Reply attempt(TestNode node, OrderRequest request, Duration timeout) throws InterruptedException {
        long invoked = System.nanoTime();
        try {
            Reply reply = node.api().order(request, timeout);
            if (outcome(request, reply) == null) {
                unavailable(node, reply, true, invoked);
            }
            return reply;
        } catch (IOException e) {
            noReply(node, e, true, invoked);
            return null;
        }
    }

    /** The outcome that a reply tells; null if it tells none. */
    private static @Nullable Outcome outcome(OrderRequest request, Reply reply) {
        JsonNode body = reply.body();
        if (reply.status() == CONFLICT) {
            return new Rejected(
                    body.path("item").asText(), body.path("available").asLong(-1));
        } else if (reply.status() != CREATED) {
            return null;
        }
        boolean buy = body.path("type").asText().equals("buy");
        if (!request.isLike(buy, StoreLog.lines(body)) || body.path("number").asLong() < 1) {
            throw new AssertionError("sent " + request + " and got " + body);
        }
        return new Acknowledged(body.path("number").asLong());
    }

    /**
     * Looks up an item.
     *
     * @return whether the lookup succeeded
     */
    public boolean lookup(TestNode node, String item, Duration timeout) throws InterruptedException {
        long invoked = System.nanoTime();
        try {
            Reply reply = node.api().lookup(item, timeout);
            long answered = System.nanoTime();
            if (reply.status() != OK) {
                unavailable(node, reply, false, invoked);
                return false;
            }
            long version = reply.body().path("version").asLong(-1);
            long quantity = reply.body().path("quantity").asLong(-1);
            boolean hit = reply.header("Cache-Status").contains("hit");
            history.add(new Lookup(node.name(), item, version, quantity, hit, invoked, answered));
            return true;
        } catch (IOException e) {
            noReply(node, e, false, invoked);
            return false;
        }
    }

    /** Reads an order by its number; it must be as it was acknowledged. */
    void readOrder(TestNode node, JsonNode order, Duration timeout) throws InterruptedException {
        long number = order.path("number").asLong();
        long invoked = System.nanoTime();
        try {
            Reply reply = node.api().get(ORDERS + number, timeout);
            if (reply.status() == UNAVAILABLE) {
                unavailable(node, reply, false, invoked);
            } else {
                String found = reply.status() + " " + reply.body();
                boolean same = reply.body().equals(order);
                history.add(new OrderRead(node.name(), number, same, found, invoked, System.nanoTime()));
            }
        } catch (IOException e) {
            noReply(node, e, false, invoked);
        }
    }

    private void unavailable(TestNode node, Reply reply, boolean order, long invoked) {
        if (reply.status() != UNAVAILABLE || reply.header("Retry-After").isEmpty()) {
            throw new AssertionError(node + " answered " + reply);
        }
        String reason = reply.body().path("title").asText();
        history.add(new Failed(node.name(), order, reply.status(), reason, invoked, System.nanoTime()));
    }

    private void noReply(TestNode node, IOException e, boolean order, long invoked) {
        history.add(new Failed(node.name(), order, 0, String.valueOf(e.getMessage()), invoked, System.nanoTime()));
    }
}
