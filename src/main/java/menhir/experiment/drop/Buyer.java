package menhir.experiment.drop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import menhir.experiment.drop.Answer.Action;
import org.jspecify.annotations.Nullable;

/**
 * Buys tickets for one customer after the other: a third of them order, two thirds hold, and a third of these let the hold
 * expire. A request is sent with one key, to one node after the other, until it is answered for good. For one thread.
 */
public final class Buyer {
    private static final int THIRDS = 3;
    private static final int SERVER_ERROR = 500;
    private static final long PAUSE_MILLIS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** A hold that will be confirmed. */
    private record Basket(String path, String customer, int quantity, long dueNanos) {}

    private final Offer offer;
    private final Crowd crowd;
    private final Random random;
    private final Consumer<Answer> answers;
    private final Deque<Basket> baskets = new ArrayDeque<>();

    /**
     * A buyer.
     *
     * @param answers gets each final answer, in the buyer's thread
     */
    public Buyer(Offer offer, Crowd crowd, long seed, Consumer<Answer> answers) {
        this.offer = offer;
        this.crowd = crowd;
        this.random = new Random(seed);
        this.answers = answers;
    }

    /** Buys for the customers until told to stop; a request that has no answer then is given up. */
    public void run(BooleanSupplier goesOn) throws IOException, InterruptedException {
        while (goesOn.getAsBoolean()) {
            Basket due = baskets.peek();
            if (due != null && System.nanoTime() - due.dueNanos() >= 0) {
                baskets.remove();
                send(Action.CONFIRM, due.path() + "/confirm", "", due.customer(), due.quantity(), goesOn);
            } else {
                visit(crowd.next(), goesOn);
            }
        }
    }

    private void visit(String customer, BooleanSupplier goesOn) throws IOException, InterruptedException {
        int quantity = 1 + random.nextInt(offer.limit());
        ObjectNode body = MAPPER.createObjectNode().put("customer", customer);
        body.putArray("lines").addObject().put("item", offer.item()).put("quantity", quantity);
        String store = "/v1/stores/" + offer.store();
        if (random.nextInt(THIRDS) == 0) {
            String order = body.put("type", "buy").toString();
            send(Action.ORDER, store + "/orders", order, customer, quantity, goesOn);
            return;
        }
        boolean pays = random.nextInt(THIRDS) != 0;
        String hold = body.put("seconds", offer.holdSeconds()).toString();
        HttpResponse<String> held = send(Action.HOLD, store + "/holds", hold, customer, quantity, goesOn);
        String location =
                held == null ? "" : held.headers().firstValue("Location").orElse("");
        if (pays && !location.isEmpty()) {
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(offer.payMillis());
            baskets.add(new Basket(location, customer, quantity, due));
        }
    }

    private @Nullable HttpResponse<String> send(
            Action action, String path, String body, String customer, int quantity, BooleanSupplier goesOn)
            throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        HttpResponse<String> response = sent(path, body, goesOn);
        if (response != null) {
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos);
            JsonNode order = MAPPER.readTree(response.body());
            long number = action == Action.HOLD ? 0 : order.path("number").asLong();
            answers.accept(new Answer(action, response.statusCode(), quantity, number, customer, micros));
        }
        return response;
    }

    private @Nullable HttpResponse<String> sent(String path, String body, BooleanSupplier goesOn)
            throws InterruptedException {
        String key = UUID.randomUUID().toString();
        int first = random.nextInt(offer.servers().size());
        for (int attempt = first; goesOn.getAsBoolean(); attempt++) {
            String server = offer.servers().get(attempt % offer.servers().size());
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server + path))
                    .timeout(TIMEOUT)
                    .header("Idempotency-Key", key)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
            try {
                HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
                if (response.statusCode() < SERVER_ERROR) {
                    return response;
                }
            } catch (IOException down) {
                // The next node is asked, with the same key.
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return null;
    }
}
