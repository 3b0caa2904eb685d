package menhir.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import menhir.testkit.History.Acknowledged;
import menhir.testkit.History.Failed;
import menhir.testkit.History.LookedUp;
import menhir.testkit.History.Ordered;
import menhir.testkit.History.Outcome;
import menhir.testkit.History.Recalled;
import menhir.testkit.History.Refused;
import menhir.testkit.History.Unknown;
import menhir.testkit.NodeApi.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers, one at a time, and writes down what they said. What no server may ever answer is an {@link AssertionError}:
 * anything but success, a refusal for want of stock, or 503 with {@code Retry-After}. Thread-safe.
 */
public final class Customer {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;
    private static final String ORDERS = "/v1/stores/" + TestCluster.STORE + "/orders/";

    /** Above the time for which a front-end carries an order through a fail-over; a paused node takes it all. */
    static final Duration ATTEMPT = Duration.ofSeconds(12);

    static final Duration GIVE_UP = Duration.ofSeconds(90);
    private static final long BACK_OFF_MILLIS = 100;

    private final List<TestNode> nodes;
    private final History history;

    Customer(List<TestNode> nodes, History history) {
        this.nodes = List.copyOf(nodes);
        this.history = history;
    }

    /** An order's answer, and the server that gave it. */
    record Answered(Reply reply, Outcome outcome, TestNode by) {}

    /** Places an order that this server must take now. */
    public JsonNode place(TestNode node, Wish wish) throws InterruptedException {
        long invoked = System.nanoTime();
        Reply reply = attempt(node, wish, TestCluster.PATIENCE);
        Outcome outcome = reply == null ? null : outcome(wish, reply);
        settle(wish, outcome == null ? new Unknown("one attempt at " + node) : outcome, invoked);
        if (reply == null || !(outcome instanceof Acknowledged)) {
            throw new AssertionError(node + " was to take an order and answered " + reply);
        }
        return reply.body();
    }

    /**
     * Asks one server after the other, beginning with {@code first}, until one says yes or no. Null when none does before
     * the deadline: then nobody knows.
     */
    @Nullable
    Answered insist(Wish wish, TestNode first, Duration attempt, Duration deadline) throws InterruptedException {
        long invoked = System.nanoTime();
        int at = nodes.indexOf(first);
        for (int tries = 1; System.nanoTime() - invoked < deadline.toNanos(); tries++) {
            TestNode node = nodes.get(at);
            Reply reply = attempt(node, wish, attempt);
            Outcome outcome = reply == null ? null : outcome(wish, reply);
            if (reply != null && outcome != null) {
                settle(wish, outcome, invoked);
                return new Answered(reply, outcome, node);
            }
            at = (at + 1) % nodes.size();
            if (tries % nodes.size() == 0) {
                TimeUnit.MILLISECONDS.sleep(BACK_OFF_MILLIS);
            }
        }
        settle(wish, new Unknown("no server answered within " + deadline.toSeconds() + " s"), invoked);
        return null;
    }

    /** As a client that knows all servers: what became of the order, in the end. */
    public Outcome insist(Wish wish, TestNode first) throws InterruptedException {
        Answered answered = insist(wish, first, ATTEMPT, GIVE_UP);
        return answered == null ? new Unknown("no server answered") : answered.outcome();
    }

    private void settle(Wish wish, Outcome outcome, long invoked) {
        history.add(new Ordered(wish, outcome, invoked, System.nanoTime()));
    }

    /** Sends an order without settling it. */
    @Nullable
    Reply attempt(TestNode node, Wish wish, Duration timeout) throws InterruptedException {
        long invoked = System.nanoTime();
        try {
            Reply reply = node.api().order(wish, timeout);
            if (outcome(wish, reply) == null) {
                refusedForNow(node, reply, true, invoked);
            }
            return reply;
        } catch (IOException e) {
            noAnswer(node, e, true, invoked);
            return null;
        }
    }

    /** What an answer says of an order; null if nothing. */
    private static @Nullable Outcome outcome(Wish wish, Reply reply) {
        JsonNode body = reply.body();
        if (reply.status() == CONFLICT) {
            return new Refused(
                    body.path("item").asText(), body.path("available").asLong(-1));
        } else if (reply.status() != CREATED) {
            return null;
        }
        boolean buy = body.path("type").asText().equals("buy");
        if (!wish.isLike(buy, StoreLog.lines(body)) || body.path("number").asLong() < 1) {
            throw new AssertionError("asked to " + wish + " and got " + body);
        }
        return new Acknowledged(body.path("number").asLong());
    }

    /**
     * Looks an item up.
     *
     * @return whether it was answered; 503 is no answer
     */
    public boolean lookup(TestNode node, String item, Duration timeout) throws InterruptedException {
        long invoked = System.nanoTime();
        try {
            Reply reply = node.api().lookup(item, timeout);
            long answered = System.nanoTime();
            if (reply.status() != OK) {
                refusedForNow(node, reply, false, invoked);
                return false;
            }
            long version = reply.body().path("version").asLong(-1);
            long quantity = reply.body().path("quantity").asLong(-1);
            boolean hit = reply.header("Cache-Status").contains("hit");
            history.add(new LookedUp(node.name(), item, version, quantity, hit, invoked, answered));
            return true;
        } catch (IOException e) {
            noAnswer(node, e, false, invoked);
            return false;
        }
    }

    /** Asks for an order by its number: it must be shown as it was acknowledged. */
    void recall(TestNode node, JsonNode order, Duration timeout) throws InterruptedException {
        long number = order.path("number").asLong();
        long invoked = System.nanoTime();
        try {
            Reply reply = node.api().get(ORDERS + number, timeout);
            if (reply.status() == UNAVAILABLE) {
                refusedForNow(node, reply, false, invoked);
            } else {
                String found = reply.status() + " " + reply.body();
                boolean same = reply.body().equals(order);
                history.add(new Recalled(node.name(), number, same, found, invoked, System.nanoTime()));
            }
        } catch (IOException e) {
            noAnswer(node, e, false, invoked);
        }
    }

    private void refusedForNow(TestNode node, Reply reply, boolean order, long invoked) {
        if (reply.status() != UNAVAILABLE || reply.header("Retry-After").isEmpty()) {
            throw new AssertionError(node + " answered " + reply);
        }
        String why = reply.body().path("title").asText();
        history.add(new Failed(node.name(), order, reply.status(), why, invoked, System.nanoTime()));
    }

    private void noAnswer(TestNode node, IOException e, boolean order, long invoked) {
        history.add(new Failed(node.name(), order, 0, String.valueOf(e.getMessage()), invoked, System.nanoTime()));
    }
}
