package menhir.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import menhir.client.library.Basket;
import menhir.client.library.Hold;
import menhir.client.library.Item;
import menhir.client.library.MenhirClient;
import menhir.client.library.NoAnswerException;
import menhir.client.library.Order;
import menhir.client.library.OrderLine;
import menhir.client.library.RejectedException;
import menhir.client.library.Store;
import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.http.access.ApiKey;
import menhir.http.access.Role;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client library, against a server of the product and against servers that misbehave. */
class LibraryTest extends HttpTest {
    private static final String ORDER = "{\"number\":7,\"type\":\"buy\",\"lines\":[{\"item\":\"CarCo\",\"quantity\":1,"
            + "\"price\":45.00,\"amount\":45.00}],\"total\":45.00,\"time\":\"2026-11-30T10:15:30.123Z\"}";

    private Store store;

    @BeforeEach
    void connect() {
        store = MenhirClient.of("127.0.0.1:" + server.port).build().store("stocks");
    }

    private static Store storeOf(String... servers) {
        return MenhirClient.of(servers)
                .attempt(Duration.ofMillis(500))
                .deadline(Duration.ofSeconds(5))
                .build()
                .store("stocks");
    }

    private static RejectedException rejected(ThrowingCallable request) {
        return catchThrowableOfType(RejectedException.class, request);
    }

    @Test
    void shouldFindItems() throws Exception {
        Item item = store.findItem("CarCo").orElseThrow();
        assertThat(item.name()).isEqualTo("CarCo");
        assertThat(item.price()).isEqualTo(new BigDecimal("45.00"));
        assertThat(item.quantity()).isEqualTo(100);
        assertThat(item.held()).isZero();
        assertThat(item.onSaleFrom()).isNull();
        assertThat(store.findItem("no such item")).isEmpty();
        Store.ItemPage page = store.items(null);
        assertThat(page.items()).extracting(Item::name).contains("CarCo").isSorted();
        assertThat(page.next()).isNull();
        assertThat(store.items("CarCo").items()).extracting(Item::name).doesNotContain("CarCo");
    }

    @Test
    void shouldBuySellAndFindOrders() throws Exception {
        Instant before = Instant.now();
        Order bought =
                store.buy(Basket.of("CarCo", 2).and("FishCo", 1).and("CarCo", 1).forCustomer("ann"));
        assertThat(bought.number()).isEqualTo(1);
        assertThat(bought.type()).isEqualTo("buy");
        assertThat(bought.customer()).isEqualTo("ann");
        assertThat(bought.lines())
                .extracting(OrderLine::item, OrderLine::quantity)
                .containsExactly(tuple("CarCo", 3L), tuple("FishCo", 1L));
        assertThat(bought.total())
                .isEqualTo(bought.lines().stream().map(OrderLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add));
        assertThat(bought.time()).isAfterOrEqualTo(before.minusSeconds(1));
        assertThat(store.findOrder(1)).contains(bought);
        assertThat(store.findOrder(2)).isEmpty();
        assertThat(store.findOrder(-1)).isEmpty();
        assertThat(store.findOrder(Long.MAX_VALUE)).isEmpty();

        assertThat(store.sell(Basket.of("CarCo", 5)).type()).isEqualTo("sell");
        assertThat(store.findItem("CarCo").orElseThrow().quantity()).isEqualTo(102);
        assertThat(store.orders(0).orders()).extracting(Order::number).containsExactly(1L, 2L);
        assertThat(store.orders(1).orders()).extracting(Order::number).containsExactly(2L);
    }

    @Test
    void shouldPlaceAnOrderOnceUnderAKey() throws Exception {
        Store once = store.withKey("order-of-ann-4711");
        Order order = once.buy(Basket.of("CarCo", 1));
        assertThat(once.buy(Basket.of("CarCo", 1))).isEqualTo(order);
        assertThat(store.findItem("CarCo").orElseThrow().quantity()).isEqualTo(99);
        RejectedException reused = rejected(() -> once.buy(Basket.of("CarCo", 2)));
        assertThat(reused.type()).isEqualTo("key-reused");
        assertThat(reused.status()).isEqualTo(422);
        assertThatIllegalArgumentException().isThrownBy(() -> store.withKey("with space"));
    }

    @Test
    void shouldSayWhyAnOrderIsRejected() {
        RejectedException rejected = rejected(() -> store.buy(Basket.of("CarCo", 1_000)));
        assertThat(rejected.type()).isEqualTo("not-enough-stock");
        assertThat(rejected.status()).isEqualTo(409);
        assertThat(rejected.member("available")).isEqualTo("100");
        assertThat(rejected.member("nothing")).isEmpty();
        assertThat(rejected).hasMessageContaining("100 of CarCo are available");
        assertThat(rejected(() -> store.buy(Basket.of("no such item", 1))).type())
                .isEqualTo("unknown-item");
        Store nowhere = MenhirClient.of("127.0.0.1:" + server.port).build().store("nowhere");
        assertThat(rejected(() -> nowhere.findItem("CarCo")).type()).isEqualTo("unknown-store");
        assertThat(rejected(() -> nowhere.follow(null, event -> {})).type()).isEqualTo("unknown-store");
    }

    @Test
    void shouldHoldConfirmExtendAndRelease() throws Exception {
        Hold hold = store.hold(Basket.of("CarCo", 2).forCustomer("ann"), Duration.ofMinutes(10));
        assertThat(hold.isActive()).isTrue();
        assertThat(hold.expires()).isAfter(hold.placed());
        assertThat(store.findItem("CarCo").orElseThrow().held()).isEqualTo(2);
        assertThat(store.extend(hold.id(), Duration.ofMinutes(20)).expires()).isAfter(hold.expires());
        Order order = store.confirm(hold.id());
        assertThat(order.hold()).isEqualTo(hold.id());
        Hold confirmed = store.findHold(hold.id()).orElseThrow();
        assertThat(confirmed.state()).isEqualTo("confirmed");
        assertThat(confirmed.order()).isEqualTo(order.number());
        assertThat(confirmed.lines()).isEmpty();
        assertThat(rejected(() -> store.release(hold.id())).type()).isEqualTo("hold-ended");

        Hold other = store.hold(Basket.of("CarCo", 1), Duration.ofSeconds(60));
        assertThat(store.release(other.id()).state()).isEqualTo("released");
        assertThat(store.findHold(999)).isEmpty();
    }

    @Test
    void shouldCancelOnce() throws Exception {
        Order order = store.buy(Basket.of("CarCo", 3));
        Order.Cancellation part = requireNonNull(
                store.cancel(order.number(), Basket.of("CarCo", 1)).cancellation());
        assertThat(part.lines()).extracting(OrderLine::quantity).containsExactly(1L);
        assertThat(part.total()).isEqualTo(new BigDecimal("45.00"));
        assertThat(rejected(() -> store.cancel(order.number())).type()).isEqualTo("order-cancelled");
        Order.Cancellation listed =
                requireNonNull(store.orders(0).orders().get(0).cancellation());
        assertThat(listed.index()).isEqualTo(part.index());
        assertThat(listed.lines()).isNull();
    }

    @Test
    void shouldSendTheKeyOfTheClient() throws Exception {
        try (TestServer closed = new TestServer(TestServer.settings()
                .withAnonymous(Role.NONE)
                .withKeys(List.of(ApiKey.of("client", Role.ORDER, "key-of-the-client"))))) {
            String address = "127.0.0.1:" + closed.port;
            assertThat(MenhirClient.of(address)
                            .apiKey("key-of-the-client")
                            .build()
                            .store("stocks")
                            .findItem("CarCo"))
                    .isPresent();
            assertThat(rejected(() -> storeOf(address).findItem("CarCo")).type())
                    .isEqualTo("unauthorized");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MenhirClient.of("a:1").apiKey("secret with space"))
                .withMessageNotContaining("secret");
    }

    @Test
    void shouldFailOverAndStayWithWhatWorks() throws Exception {
        try (ScriptedServer busy = new ScriptedServer((head, out) -> {
            ScriptedServer.write(out, "HTTP/1.1 429 X\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n");
            return true;
        })) {
            Store many = storeOf(ClientRun.deadAddress(), busy.address(), "127.0.0.1:" + server.port);
            for (int i = 0; i < 5; i++) {
                many.buy(Basket.of("CarCo", 1));
            }
            assertThat(busy.heads()).hasSize(1);
            assertThat(store.findItem("CarCo").orElseThrow().quantity()).isEqualTo(95);
        }
    }

    @Test
    void shouldLeaveAServerThatHangsForAsLongAsARequestMayTake() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedServer hanging = new ScriptedServer((head, out) -> {
            ended.await();
            return false;
        })) {
            Store some = MenhirClient.of(hanging.address(), "127.0.0.1:" + server.port)
                    .attempt(Duration.ofMinutes(1))
                    .deadline(Duration.ofMillis(500))
                    .build()
                    .store("stocks");
            assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> some.findItem("CarCo"));
            assertThat(some.findItem("CarCo")).isPresent();
        } finally {
            ended.countDown();
        }
    }

    @Test
    void shouldSayUnderWhichKeyToRepeatWhatNobodyAnswered() throws Exception {
        List<String> keys = new ArrayList<>();
        try (ScriptedServer silent = new ScriptedServer((head, out) -> false)) {
            Store unanswered = MenhirClient.of(silent.address())
                    .attempt(Duration.ofMillis(100))
                    .deadline(Duration.ofMillis(400))
                    .build()
                    .store("stocks");
            NoAnswerException none =
                    catchThrowableOfType(NoAnswerException.class, () -> unanswered.buy(Basket.of("CarCo", 1)));
            keys.addAll(silent.heads().stream()
                    .flatMap(head -> head.lines().filter(line -> line.startsWith("Idempotency-Key: ")))
                    .distinct()
                    .toList());
            assertThat(keys).containsExactly("Idempotency-Key: " + none.key().orElseThrow());
            assertThat(none).hasMessageContaining(none.key().orElseThrow());
            assertThatExceptionOfType(NoAnswerException.class)
                    .isThrownBy(() -> unanswered.findItem("CarCo"))
                    .matches(lookup -> lookup.key().isEmpty());
        }
    }

    /** The first answer was lost, so that a rejection of the second attempt does not say that nothing was done. */
    @Test
    void shouldNotCallRejectedWhatAnEarlierAttemptMayHaveDone() throws Exception {
        try (ScriptedServer losing = new ScriptedServer((head, out) -> false)) {
            Store unsure = storeOf(losing.address(), "127.0.0.1:" + server.port);
            NoAnswerException unknown =
                    catchThrowableOfType(NoAnswerException.class, () -> unsure.buy(Basket.of("CarCo", 1_000)));
            assertThat(unknown.mayBeDone()).isTrue();
            assertThat(unknown).hasMessageContaining("100 of CarCo are available");
            // The server that works is known now: the same change under its key is rejected for certain.
            Store again = unsure.withKey(unknown.key().orElseThrow());
            assertThat(rejected(() -> again.buy(Basket.of("CarCo", 1_000))).type())
                    .isEqualTo("not-enough-stock");
            assertThat(unsure.findItem("no such item")).isEmpty();
        }
        NoAnswerException refused =
                catchThrowableOfType(NoAnswerException.class, () -> MenhirClient.of(ClientRun.deadAddress())
                        .deadline(Duration.ofMillis(100))
                        .build()
                        .store("stocks")
                        .buy(Basket.of("CarCo", 1)));
        assertThat(refused.mayBeDone()).isFalse();
    }

    /** What is in the way of a server says 403 and 404 in its own words. */
    @Test
    void shouldTakeOnlyProblemsOfMenhirForRejections() throws Exception {
        try (ScriptedServer gateway = new ScriptedServer((head, out) -> {
            String body = head.contains("POST") ? "{\"message\":\"Forbidden\"}" : "<html>not here</html>";
            int status = head.contains("POST") ? 403 : 404;
            ScriptedServer.write(out, ScriptedServer.withLength(status, "text/html", body));
            return true;
        })) {
            String good = "127.0.0.1:" + server.port;
            assertThat(storeOf(gateway.address(), good)
                            .buy(Basket.of("CarCo", 1))
                            .number())
                    .isEqualTo(1);
            assertThat(storeOf(gateway.address(), good).findItem("CarCo")).isPresent();
            Store only = MenhirClient.of(gateway.address())
                    .deadline(Duration.ofMillis(300))
                    .build()
                    .store("stocks");
            assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> only.follow(null, event -> {}));
            assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> only.findItem("CarCo"));
        }
    }

    @Test
    void shouldBeTheSameBasketInWhateverOrderItWasFilled() throws Exception {
        Store once = store.withKey("order-of-bob-1");
        Order order = once.buy(Basket.of("FishCo", 1).and("CarCo", 2));
        assertThat(once.buy(Basket.of("CarCo", 1).and("FishCo", 1).and("CarCo", 1)))
                .isEqualTo(order);
    }

    @Test
    void shouldTryTheNextServerAfterAnAnswerThatIsNoOrder() throws Exception {
        try (ScriptedServer wrong = new ScriptedServer((head, out) -> {
            String body = head.contains("POST") ? ORDER.replace("\"number\":7,", "") : "{}";
            ScriptedServer.write(out, ScriptedServer.withLength(201, "application/json", body));
            return true;
        })) {
            Order order = storeOf(wrong.address(), "127.0.0.1:" + server.port).buy(Basket.of("CarCo", 1));
            assertThat(order.number()).isEqualTo(1);
            assertThatExceptionOfType(NoAnswerException.class)
                    .isThrownBy(() -> storeOf(wrong.address()).buy(Basket.of("CarCo", 1)))
                    .withMessageContaining("field 'number'");
            assertThatExceptionOfType(NoAnswerException.class)
                    .isThrownBy(() -> storeOf(wrong.address()).findItem("CarCo"));
        }
    }

    @Test
    void shouldServeManyThreads() throws Exception {
        Store shared = storeOf(ClientRun.deadAddress(), "127.0.0.1:" + server.port);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Long>> numbers = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                numbers.add(
                        threads.submit(() -> shared.buy(Basket.of("CarCo", 1)).number()));
            }
            Set<Long> distinct = new HashSet<>();
            for (Future<Long> number : numbers) {
                distinct.add(number.get());
            }
            assertThat(distinct).hasSize(80);
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.findItem("CarCo").orElseThrow().quantity()).isEqualTo(20);
    }

    @Test
    @Timeout(30)
    void shouldFollowEventsUntilInterrupted() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
        try (ScriptedServer dying = new ScriptedServer((request, out) -> {
                    ScriptedServer.write(out, head + "id: 5\nevent: order\ndata: {}\n\n");
                    return false;
                });
                ScriptedServer other = new ScriptedServer((request, out) -> {
                    ScriptedServer.write(out, head + "id: 6\nevent: hold\ndata: {}\n\n");
                    return true;
                })) {
            ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
            Store followed = storeOf(dying.address(), other.address());
            assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> followed.follow("4", event -> {
                        ids.add(event.id());
                        if ("6".equals(event.id())) {
                            Thread.currentThread().interrupt();
                        }
                    }));
            assertThat(ids).containsExactly("5", "6");
            assertThat(dying.heads().get(0)).contains("Last-Event-ID: 4");
        }
    }

    @Test
    void shouldRefuseWhatIsNoBasketAndNoClient() {
        assertThatIllegalArgumentException().isThrownBy(() -> Basket.of("CarCo", 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Basket.of("CarCo", 1_000_000).and("CarCo", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> MenhirClient.of().build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MenhirClient.of("no port").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MenhirClient.of("a:1").deadline(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MenhirClient.of("a:1").attempt(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MenhirClient.of("my_node:8080").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Basket.of("CarCo", 5).and("CarCo", Integer.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> store.findItem(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.hold(Basket.of("CarCo", 1), Duration.ofMillis(1_500)));
    }
}
