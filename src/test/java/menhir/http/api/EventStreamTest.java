package menhir.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.http.TestServer.Reply;
import menhir.service.ServiceException;
import menhir.store.Entry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamTest extends HttpTest {
    private static final String EVENTS = "/v1/stores/stocks/events";
    private static final String BUY = "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}";

    private record Event(String id, String name, String data) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(data);
            } catch (IOException e) {
                throw new AssertionError(data, e);
            }
        }
    }

    /** A client that reads events and counts comments. */
    private static final class Listener implements AutoCloseable {
        final HttpResponse<InputStream> response;
        final BufferedReader in;
        int comments;

        Listener(TestServer server, String path, String... headers) throws Exception {
            response = server.stream(path, headers);
            in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** Null at the end of the stream. */
        @Nullable
        Event next() throws IOException {
            String id = "";
            String name = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(":")) {
                    comments++;
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    return new Event(id, name, line.substring(6));
                }
            }
            return null;
        }

        Event requireNext() throws IOException {
            Event event = next();
            assertThat(event).isNotNull();
            return Objects.requireNonNull(event);
        }

        void readComments(int count) throws IOException {
            while (comments < count) {
                String line = in.readLine();
                assertThat(line).isNotNull();
                if (line.startsWith(":")) {
                    comments++;
                }
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    @Test
    void shouldSendEventsAsTheyAreReleased() throws Exception {
        String[] admin = {"Authorization", "Bearer " + TestServer.TOKEN};
        try (Listener listener = new Listener(server, EVENTS, "Accept", "text/event-stream")) {
            assertThat(listener.response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            listener.readComments(1);

            Reply order = server.post("/v1/stores/stocks/orders", BUY);
            Event placed = listener.requireNext();
            assertThat(placed.name()).isEqualTo("order");
            assertThat(placed.id()).isEqualTo("11");
            assertThat(placed.data()).isEqualTo(order.text());

            server.post("/v1/stores/stocks/items/CarCo/restock", "{\"quantity\":5}", admin);
            Event restocked = listener.requireNext();
            assertThat(restocked.name()).isEqualTo("restock");
            assertThat(restocked.json().path("quantity").asInt()).isEqualTo(5);

            server.send("PUT", "/v1/stores/stocks/items/CarCo", "{\"price\":46.00}", admin);
            Event repriced = listener.requireNext();
            assertThat(repriced.name()).isEqualTo("price");
            assertThat(repriced.data()).contains("\"price\":46.00");

            server.send("PUT", "/v1/stores/stocks/items/New", "{\"price\":1,\"quantity\":2}", admin);
            assertThat(listener.requireNext().name()).isEqualTo("item");

            server.stores.append("stocks", new Entry.ReplicaJoined(2));
            server.stores.append("stocks", new Entry.LeaderElected(7, "n2", 0));
            Event elected = listener.requireNext();
            assertThat(elected.name()).isEqualTo("leader");
            assertThat(elected.id()).isEqualTo("16");
            assertThat(elected.json().path("node").asText()).isEqualTo("n2");
        }
    }

    @Test
    void shouldContinueAfterTheLastEventOfTheClient() throws Exception {
        for (int i = 0; i < 250; i++) {
            server.stores.append("stocks", new Entry.LeaderElected(i, "n1", 0));
        }
        for (String[] resume :
                new String[][] {{EVENTS, "Last-Event-ID", "12"}, {EVENTS + "?after=12", "X-Nothing", "1"}}) {
            try (Listener listener = new Listener(server, resume[0], resume[1], resume[2])) {
                List<String> ids = new ArrayList<>();
                for (int id = 13; id <= 260; id++) {
                    ids.add(listener.requireNext().id());
                }
                assertThat(ids.get(0)).isEqualTo("13");
                assertThat(ids.get(ids.size() - 1)).isEqualTo("260");
                assertThat(ids).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void shouldSendHeartbeatsWithoutEvents() throws Exception {
        try (Listener listener = new Listener(server, EVENTS)) {
            listener.readComments(4);
        }
    }

    @Test
    void shouldRejectAnInvalidLastEventId() throws Exception {
        for (String id : new String[] {"x", "-1", "1.5", "99999999999999999999"}) {
            Reply reply = server.get(EVENTS, "Last-Event-ID", id);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.problem()).isEqualTo("invalid-header");
        }
        assertThat(server.get(EVENTS, "Accept", "application/json").status()).isEqualTo(406);
    }

    @Test
    void shouldLimitListenersAndReleaseDisconnectedOnes() throws Exception {
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            listeners.add(new Listener(server, EVENTS));
            listeners.get(i).readComments(1);
        }
        Reply rejected = server.get(EVENTS);
        assertThat(rejected.status()).isEqualTo(503);
        assertThat(rejected.problem()).isEqualTo("overloaded");
        assertThat(rejected.header("Retry-After")).isNotEmpty();
        assertThat(count()).isEqualTo(3);

        for (Listener listener : listeners) {
            listener.close();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> count() == 0);
        try (Listener listener = new Listener(server, EVENTS)) {
            listener.readComments(1);
        }
    }

    private int count() {
        return (int) server.registry.get("menhir.http.event.listeners").gauge().value();
    }

    @Test
    void shouldEndStreamsWhenTheStoreFailsOrTheServerStops() throws Exception {
        try (Listener listener = new Listener(server, EVENTS)) {
            listener.readComments(1);
            server.stores.failWith(ServiceException.Reason.NO_MAJORITY);
            assertThat(listener.next()).isNull();
        }
        assertThat(server.get(EVENTS).status()).isEqualTo(503);
        server.stores.recover();

        try (Listener listener = new Listener(server, EVENTS)) {
            listener.readComments(1);
            // Streams do not wait for the deadline of requests.
            var stopped = server.http.stop(Duration.ofMinutes(5)).toCompletableFuture();
            assertThat(ends(listener)).isTrue();
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    /** Whether the stream ends. On a busy machine the connection may close before the last bytes arrive. */
    private static boolean ends(Listener listener) {
        try {
            return listener.next() == null;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void shouldSayWhereTheNewestEventIsToThoseWhoAreAheadOfIt() throws Exception {
        long newest = server.stores.lastIndex("stocks");
        String path = "/v1/stores/stocks/events";
        for (TestServer.Reply reply : List.of(
                server.get(path + "?after=" + (newest + 1)),
                server.get(path, "Last-Event-ID", Long.toString(newest + 1)))) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.problem()).isEqualTo("future-position");
            assertThat(reply.json().path("newest").asLong()).isEqualTo(newest);
        }
        try (InputStream events = server.stream(path + "?after=" + newest).body()) {
            assertThat(events.read()).isPositive();
        }
    }
}
