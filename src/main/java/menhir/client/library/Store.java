package menhir.client.library;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import menhir.client.events.EventWatcher;
import menhir.client.events.StreamRefusedException;
import menhir.client.http.ApiCall;
import menhir.client.http.ApiCaller;
import menhir.client.http.BadResponseException;
import menhir.client.http.Json;
import menhir.client.http.NoServerException;
import menhir.client.http.Request;
import menhir.client.http.ServerPool;
import org.jspecify.annotations.Nullable;

/**
 * A store. Each method but {@link #follow} sends one request, and returns its result or throws:
 *
 * <ul>
 *   <li>{@link RejectedException}: a server refused the request, and nothing was changed;
 *   <li>{@link NoAnswerException}: no server gave a usable response before the deadline, or one refused a change of which an earlier
 *       attempt may have been done. Repeat it under the exception's key: it is done once;
 *   <li>{@link InterruptedException}: the thread was interrupted; a change may or may not have been done.
 * </ul>
 *
 * <p>Each change has an idempotency key, a new random one unless {@link #withKey} gives one. Thread-safe.
 */
public final class Store {
    private static final int PAGE = 100;

    /** Numbers and ids have at most 18 digits. */
    private static final long LARGEST = 999_999_999_999_999_999L;

    private static final int KEY_LIMIT = 255;

    /** A stream has a comment every ten seconds. */
    private static final long IDLE_MILLIS = 30_000;

    private final ServerPool pool;
    private final ApiCaller caller;
    private final String name;
    private final String root;
    private final @Nullable String key;

    Store(ServerPool pool, ApiCaller caller, String name, @Nullable String key) {
        this.pool = pool;
        this.caller = caller;
        this.name = Basket.requireName(name);
        this.root = "/v1/stores/" + Request.encode(name);
        this.key = key;
    }

    /** The name. */
    public String name() {
        return name;
    }

    /**
     * This store, for one change: all attempts at it, also those of another process and of another day, have this key and are
     * done once. Another change under the same key is rejected ({@code key-reused}). A key that was stored before the first
     * attempt, with what it is for, survives a crash of the program.
     *
     * @param newKey 1 to 255 printable ASCII characters without spaces
     * @throws IllegalArgumentException if it is not
     */
    public Store withKey(String newKey) {
        if (newKey.isEmpty() || newKey.length() > KEY_LIMIT || !newKey.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "a key must be 1 to " + KEY_LIMIT + " printable ASCII characters without spaces");
        }
        return new Store(pool, caller, name, newKey);
    }

    // ---- items ------------------------------------------------------------------------------------------------------

    /** An item; empty if the store has none of this name. */
    public Optional<Item> findItem(String item) throws InterruptedException {
        Basket.requireName(item);
        return find(root + "/items/" + Request.encode(item), Item.class, "unknown-item", "item-retired");
    }

    /**
     * A page of the items, by name.
     *
     * @param after the {@code next} of the page before; null for the first page
     */
    public ItemPage items(@Nullable String after) throws InterruptedException {
        String query = after == null ? "" : "&after=" + Request.encode(after);
        return read(root + "/items?limit=" + PAGE + query, ItemPage.class);
    }

    /**
     * A page of the items.
     *
     * @param next names the next page; null if this is the last one
     */
    public record ItemPage(
            List<Item> items, @Optionally @Nullable String next) {
        public ItemPage {
            items = List.copyOf(items);
        }
    }

    // ---- orders -----------------------------------------------------------------------------------------------------

    /** Buys all of a basket, or nothing of it. */
    public Order buy(Basket basket) throws InterruptedException {
        return change("POST", "/orders", basket.json().put("type", "buy"), Order.class);
    }

    /** Sells a basket to the store, which then has more of its items. */
    public Order sell(Basket basket) throws InterruptedException {
        return change("POST", "/orders", basket.json().put("type", "sell"), Order.class);
    }

    /** An order by its number; empty if there is none. */
    public Optional<Order> findOrder(long number) throws InterruptedException {
        return exists(number) ? find(root + "/orders/" + number, Order.class, "unknown-order") : Optional.empty();
    }

    /**
     * A page of the orders, the oldest first.
     *
     * @param after only orders with higher numbers; 0 for all
     */
    public OrderPage orders(long after) throws InterruptedException {
        return read(root + "/orders?limit=" + PAGE + "&after=" + after, OrderPage.class);
    }

    /**
     * A page of orders. Their {@link Order#cancellation} has the index only.
     *
     * @param next after which the next page begins; null if this is the last one
     */
    public record OrderPage(
            List<Order> orders, @Optionally @Nullable Long next) {
        public OrderPage {
            orders = List.copyOf(orders);
        }
    }

    /** Cancels an order: all of it comes back for sale. */
    public Order cancel(long number) throws InterruptedException {
        return change("POST", "/orders/" + number + "/cancel", null, Order.class);
    }

    /** Cancels a part of an order, which can be done once. The basket has no customer. */
    public Order cancel(long number, Basket part) throws InterruptedException {
        return change("POST", "/orders/" + number + "/cancel", part.json(), Order.class);
    }

    // ---- holds ------------------------------------------------------------------------------------------------------

    /**
     * Sets a basket aside.
     *
     * @param time whole seconds, 1 to 86,400: the hold never expires earlier. Under one key it must stay the same.
     * @throws IllegalArgumentException if the time is not of whole seconds
     */
    public Hold hold(Basket basket, Duration time) throws InterruptedException {
        return change("POST", "/holds", basket.json().put("seconds", seconds(time)), Hold.class);
    }

    /** A hold, also one that has ended some time ago; empty if there is none. */
    public Optional<Hold> findHold(long id) throws InterruptedException {
        return exists(id) ? find(root + "/holds/" + id, Hold.class, "unknown-hold") : Optional.empty();
    }

    /** Makes a hold an order, at the prices that it was placed at. */
    public Order confirm(long hold) throws InterruptedException {
        return change("POST", "/holds/" + hold + "/confirm", null, Order.class);
    }

    /** Has a hold last so long from now on, if that is longer than before. */
    public Hold extend(long hold, Duration time) throws InterruptedException {
        ObjectNode body = Json.object().put("seconds", seconds(time));
        return change("POST", "/holds/" + hold + "/extend", body, Hold.class);
    }

    /** Gives a hold back. */
    public Hold release(long hold) throws InterruptedException {
        return change("DELETE", "/holds/" + hold, null, Hold.class);
    }

    // ---- events -----------------------------------------------------------------------------------------------------

    /**
     * Passes the store's events to a listener, in this thread and in their order, until the thread is interrupted or the
     * listener throws. When a server fails, the next one continues after the last event that has an id: from the first such event
     * on, none is left out, and none comes twice.
     *
     * @param after the id of the event to continue after; null to start with the next event
     * @throws RejectedException if a server refuses, as all would: {@code unknown-store}, {@code unauthorized}, {@code
     *     future-position}
     * @throws NoAnswerException if no server sent anything for as long as the deadline
     */
    public void follow(@Nullable String after, Consumer<StoreEvent> listener) throws InterruptedException {
        if (after != null && !EventWatcher.isUsableId(after)) {
            throw new IllegalArgumentException("after is not the id of an event");
        }
        EventWatcher watcher = new EventWatcher(
                pool,
                root + "/events",
                after,
                IDLE_MILLIS,
                Long.MAX_VALUE,
                event -> listener.accept(new StoreEvent(event.id(), event.name(), event.data())),
                reason -> {});
        try {
            watcher.run();
        } catch (StreamRefusedException refused) {
            throw refusal(refused);
        } catch (NoServerException unanswered) {
            throw new NoAnswerException(unanswered, null);
        }
    }

    private static MenhirException refusal(StreamRefusedException refused) {
        try {
            return Reply.of(refused.response(), Item.class).problem() instanceof RejectedException rejected
                    ? rejected
                    : new NoAnswerException(new NoServerException(String.valueOf(refused.getMessage())), null);
        } catch (BadResponseException noProblem) {
            return new NoAnswerException(new NoServerException(String.valueOf(noProblem.getMessage())), null);
        }
    }

    // ---- requests ---------------------------------------------------------------------------------------------------

    private <T> T read(String path, Class<T> type) throws InterruptedException {
        return send(Request.get(path), type).value();
    }

    private <T> Optional<T> find(String path, Class<T> type, String... missing) throws InterruptedException {
        Reply<T> reply = send(Request.get(path), type);
        return Stream.of(missing).anyMatch(reply::isProblem) ? Optional.empty() : Optional.of(reply.value());
    }

    private static boolean exists(long number) {
        return number >= 1 && number <= LARGEST;
    }

    private static long seconds(Duration time) {
        if (!time.equals(Duration.ofSeconds(time.toSeconds()))) {
            throw new IllegalArgumentException("a hold lasts whole seconds, not " + time);
        }
        return time.toSeconds();
    }

    private <T> T change(String method, String path, @Nullable ObjectNode body, Class<T> type)
            throws InterruptedException {
        String json = body == null ? null : body.toString();
        String used = key == null ? UUID.randomUUID().toString() : key;
        return send(new Request(method, root + path, json, used, root + path), type)
                .value();
    }

    private <T> Reply<T> send(Request request, Class<T> type) throws InterruptedException {
        try {
            return caller.send(new ApiCall<>(request, response -> Reply.of(response, type)));
        } catch (NoServerException unanswered) {
            throw new NoAnswerException(unanswered, request.idempotencyKey());
        }
    }
}
