package menhir.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import menhir.chaos.check.History;
import menhir.chaos.check.History.Acknowledged;
import menhir.chaos.check.History.Failed;
import menhir.chaos.check.History.Lookup;
import menhir.chaos.check.History.OrderRead;
import menhir.chaos.check.History.Ordered;
import menhir.chaos.check.History.Outcome;
import menhir.chaos.check.History.Rejected;
import menhir.chaos.check.History.Repeated;
import menhir.chaos.check.History.Unknown;
import menhir.chaos.check.OrderRequest;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.NodeApi.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A client that records its requests and replies in a {@link History}. A reply other than success, out of stock, or 503 with
 * {@code Retry-After} is an {@link ImpossibleReplyException}. Thread-safe.
 */
public final class RecordingClient {
    /** The store that the clients use. */
    public static final String STORE = "stocks";

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;
    private static final String ORDERS = "/v1/stores/" + STORE + "/orders";

    /** Part of the problem type of a reply that does not tell whether the order was placed. */
    private static final String OUTCOME_UNKNOWN = "outcome-unknown";

    private static final long BACK_OFF_MILLIS = 100;

    /**
     * How long a client tries to place an order.
     *
     * @param attempt timeout of an attempt
     * @param deadline no further attempt begins after it
     */
    public record Patience(Duration attempt, Duration deadline) {
        /** A client that learns the outcome: an attempt outlives the time for which a front-end retries an order. */
        public static final Patience LONG = new Patience(Duration.ofSeconds(12), Duration.ofSeconds(90));
    }

    private final List<Server> nodes;
    private final History history;

    public RecordingClient(List<? extends Server> nodes, History history) {
        this.nodes = List.copyOf(nodes);
        this.history = history;
    }

    /** A reply to an order, and the node that sent it. */
    public record Answer(Reply reply, Outcome outcome, Server by) {}

    /**
     * Places an order in one attempt, which must succeed.
     *
     * @throws ImpossibleReplyException if the node did not accept it
     */
    public JsonNode place(Server node, OrderRequest request, Duration timeout) throws InterruptedException {
        long invoked = System.nanoTime();
        Reply reply = attempt(node, request, timeout);
        Outcome outcome = reply == null ? null : outcome(request, reply);
        record(request, outcome == null ? new Unknown("one attempt at " + node.name()) : outcome, invoked);
        if (reply == null || !(outcome instanceof Acknowledged)) {
            throw new ImpossibleReplyException(node.name() + " did not accept an order: " + reply);
        }
        return reply.body();
    }

    /**
     * Tries one node after the other, beginning with {@code first}, until one acknowledges or rejects the order, and records
     * that.
     *
     * @param invoked when the first attempt of this order began
     * @param again whether earlier attempts of this order were given up
     * @return null if no node replied in time: then the outcome is unknown, and nothing is recorded
     */
    public @Nullable Answer place(OrderRequest request, Server first, Patience patience, long invoked, boolean again)
            throws InterruptedException {
        long begin = System.nanoTime();
        int index = nodes.indexOf(first);
        boolean open = again;
        for (int tries = 1; System.nanoTime() - begin < patience.deadline().toNanos(); tries++) {
            Server node = nodes.get(index);
            Reply reply = attempt(node, request, patience.attempt());
            Outcome outcome = reply == null ? null : outcome(request, reply);
            if (outcome instanceof Rejected rejected && open) {
                outcome = new Rejected(rejected.item(), rejected.available(), false);
            }
            open |= reply == null || reply.text().contains(OUTCOME_UNKNOWN);
            if (reply != null && outcome != null) {
                record(request, outcome, invoked);
                return new Answer(reply, outcome, node);
            }
            index = (index + 1) % nodes.size();
            if (tries % nodes.size() == 0) {
                TimeUnit.MILLISECONDS.sleep(BACK_OFF_MILLIS);
            }
        }
        return null;
    }

    /** Records that the outcome of an order stays unknown. */
    public void giveUp(OrderRequest request, String why, long invoked) {
        record(request, new Unknown(why), invoked);
    }

    /** Places an order as a client that knows all nodes, and returns its outcome. */
    public Outcome placeWithRetries(OrderRequest request, Server first) throws InterruptedException {
        long invoked = System.nanoTime();
        Answer answered = place(request, first, Patience.LONG, invoked, false);
        if (answered == null) {
            giveUp(request, "no node replied", invoked);
            return new Unknown("no node replied");
        }
        return answered.outcome();
    }

    /** Sends an acknowledged order again, with the same key, and records the reply if there is one. */
    public void repeat(Server node, OrderRequest request, long number, Duration timeout) throws InterruptedException {
        long invoked = System.nanoTime();
        Reply reply = attempt(node, request, timeout);
        Outcome outcome = reply == null ? null : outcome(request, reply);
        if (outcome != null) {
            history.add(new Repeated(request, number, outcome, invoked, System.nanoTime()));
        }
    }

    private void record(OrderRequest request, Outcome outcome, long invoked) {
        history.add(new Ordered(request, outcome, invoked, System.nanoTime()));
    }

    /** Sends an order once, and records nothing. */
    public static Reply send(OrderRequest request, NodeApi node, Duration timeout)
            throws IOException, InterruptedException {
        return node.order(STORE, request.key(), request.toJson(), timeout);
    }

    /** Sends an order once, and records only a failure. */
    private @Nullable Reply attempt(Server node, OrderRequest request, Duration timeout) throws InterruptedException {
        long invoked = System.nanoTime();
        try {
            Reply reply = send(request, node.api(), timeout);
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
        if (!request.isLike(buy, LogReader.lines(body)) || body.path("number").asLong() < 1) {
            throw new ImpossibleReplyException("sent " + request + " and got " + body);
        }
        return new Acknowledged(body.path("number").asLong());
    }

    /**
     * Looks up an item.
     *
     * @return whether the lookup succeeded
     */
    public boolean lookup(Server node, String item, Duration timeout) throws InterruptedException {
        long invoked = System.nanoTime();
        try {
            Reply reply = node.api().lookup(STORE, item, timeout);
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
    public void readOrder(Server node, JsonNode order, Duration timeout) throws InterruptedException {
        long number = order.path("number").asLong();
        long invoked = System.nanoTime();
        try {
            Reply reply = node.api().get(ORDERS + "/" + number, timeout);
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

    private void unavailable(Server node, Reply reply, boolean order, long invoked) {
        if (reply.status() != UNAVAILABLE || reply.header("Retry-After").isEmpty()) {
            throw new ImpossibleReplyException(node.name() + " answered " + reply);
        }
        String reason = reply.body().path("title").asText();
        history.add(new Failed(node.name(), order, reply.status(), reason, invoked, System.nanoTime()));
    }

    private void noReply(Server node, IOException e, boolean order, long invoked) {
        history.add(new Failed(node.name(), order, 0, String.valueOf(e.getMessage()), invoked, System.nanoTime()));
    }
}
