package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import menhir.client.api.CanonicalApi;
import menhir.client.http.ServerAddress;
import menhir.client.load.LoadDriver;
import menhir.client.load.LoadPlan;
import menhir.client.load.LoadResult;
import menhir.client.load.RequestMix;
import menhir.client.metrics.Latency;
import org.junit.jupiter.api.Test;

/** The load driver at a fixed rate, against servers that stall or do not answer. */
class OpenLoopTest {
    private static final String RESPONSE = ScriptedServer.withLength(200, "application/json", "{}");
    private static final int STALL_MILLIS = 500;

    private static LoadResult load(ScriptedServer server, long rate, long millis, RequestMix mix) throws IOException {
        LoadPlan plan = new LoadPlan(
                List.of(ServerAddress.parse(server.address())),
                1,
                0,
                millis,
                rate,
                mix,
                List.of("GameStart"),
                60_000,
                7);
        return new LoadDriver(plan, new CanonicalApi("stocks")).run();
    }

    /** A server that does not answer one of its requests for a while: all later ones on the connection wait. */
    private static ScriptedServer stallingOnce() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        return new ScriptedServer((head, out) -> {
            if (requests.incrementAndGet() == 20) {
                TimeUnit.MILLISECONDS.sleep(STALL_MILLIS);
            }
            ScriptedServer.write(out, RESPONSE);
            return true;
        });
    }

    @Test
    void shouldChargeAStallToAllRequestsThatWereDueMeanwhile() throws IOException {
        try (ScriptedServer server = stallingOnce()) {
            LoadResult result = load(server, 200, 1_500, RequestMix.lookups());

            Latency lookups = result.latencies().get(0);
            assertThat(lookups.count()).isGreaterThanOrEqualTo(300);
            assertThat(lookups.maxMillis()).isGreaterThanOrEqualTo(STALL_MILLIS);
            // A third of the requests were due during the stall. Counted from when they were sent, only one of 300 was
            // slow.
            assertThat(lookups.p99Millis()).isGreaterThan(STALL_MILLIS / 2.0);
        }
    }

    @Test
    void shouldCountRequestsThatGotNoResponse() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((head, out) -> {
            never.await();
            return false;
        })) {
            LoadResult result = load(server, 100, 500, RequestMix.lookups());

            assertThat(result.responses()).isZero();
            assertThat(result.requestsPerSecond()).isZero();
            assertThat(result.unanswered()).isGreaterThanOrEqualTo(50);
            assertThat(result.latencies().get(0).count()).isEqualTo(result.unanswered());
            assertThat(result.latencies().get(0).maxMillis()).isGreaterThanOrEqualTo(499);
        } finally {
            never.countDown();
        }
    }

    @Test
    void shouldSendNoMoreThanTheRateOnConnectionsThatTheServerCloses() throws IOException {
        String closing = RESPONSE.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        try (ScriptedServer server = new ScriptedServer((head, out) -> {
            ScriptedServer.write(out, closing);
            return false;
        })) {
            LoadResult result = load(server, 50, 500, RequestMix.lookups());

            assertThat(result.responses()).isPositive();
            assertThat(result.retries()).isZero();
            assertThat(result.responses() + result.unanswered())
                    .as("one every 20 ms, the first and the last of which are at the start and at the end")
                    .isEqualTo(26);
        }
    }

    @Test
    void shouldOpenAnotherConnectionAtOnceInAClosedLoop() throws IOException {
        String closing = RESPONSE.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        try (ScriptedServer server = new ScriptedServer((head, out) -> {
            ScriptedServer.write(out, closing);
            return false;
        })) {
            LoadResult result = load(server, 0, 300, RequestMix.lookups());

            assertThat(result.responses()).isGreaterThan(1);
            assertThat(result.retries()).isZero();
            assertThat(result.unanswered()).isZero();
        }
    }

    @Test
    void shouldLookUpOrdersByTheirNumbers() throws IOException {
        try (ScriptedServer server = new ScriptedServer((head, out) -> {
            ScriptedServer.write(out, RESPONSE);
            return true;
        })) {
            LoadResult result = load(server, 0, 300, RequestMix.orderLookups(12));

            assertThat(result.latencies()).extracting(Latency::kind).containsExactly("order lookup");
            assertThat(server.heads())
                    .allSatisfy(head -> assertThat(head)
                            .matches("GET /v1/stores/stocks/orders/([1-9]|1[0-2]) HTTP/1.1\r\nHost: " + server.address()
                                    + "\r\n\r\n"))
                    .anySatisfy(head -> assertThat(head).contains("/orders/12 "));
        }
    }
}
