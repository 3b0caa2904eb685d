package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import menhir.http.TestServer.Reply;
import menhir.http.access.ApiKey;
import menhir.http.access.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A server that knows its clients by their keys, over HTTP. */
class KeysTest {
    private static final String ORDER = "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}";
    private static final Logger AUDIT = (Logger) LoggerFactory.getLogger("audit");
    private static final String ITEM = "/v1/stores/stocks/items/CarCo";

    private final ListAppender<ILoggingEvent> audit = new ListAppender<>();
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(TestServer.settings()
                .withAnonymous(Role.NONE)
                .withKeys(List.of(
                        ApiKey.of("screen", Role.READ, "key-of-the-screen"),
                        ApiKey.of("shop", Role.ORDER, "key-of-the-shop"))));
        audit.start();
        AUDIT.setLevel(Level.INFO);
        AUDIT.addAppender(audit);
    }

    @AfterEach
    void stop() {
        AUDIT.detachAppender(audit);
        AUDIT.setLevel(null);
        server.close();
    }

    private List<String> audited() {
        return audit.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void shouldTellEveryoneWhetherItIsWell() throws Exception {
        for (String path : List.of("/", "/alive", "/ready", "/version", "/openapi.yaml", "/console")) {
            assertThat(server.get(path).status()).as(path).isEqualTo(200);
            assertThat(server.get(path, "Authorization", "Bearer of-a-proxy").status())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldAskForAKey() throws Exception {
        for (String path :
                List.of(ITEM, "/v1/cluster", "/v1/stats", "/v1/stores/stocks/events", "/metrics", "/stocks/CarCo")) {
            Reply reply = server.get(path);
            assertThat(reply.status()).as(path).isEqualTo(401);
            assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"menhir\"");
        }
        assertThat(server.get(ITEM).problem()).isEqualTo("unauthorized");
    }

    @Test
    void shouldAllowWhatAKeyIsFor() throws Exception {
        assertThat(server.get(ITEM, "Authorization", "Bearer key-of-the-screen").status())
                .isEqualTo(200);
        Reply refused = server.post("/v1/stores/stocks/orders", ORDER, "Authorization", "Bearer key-of-the-screen");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("not-allowed");
        assertThat(server.post("/v1/stores/stocks/orders", ORDER, "Authorization", "Bearer key-of-the-shop")
                        .status())
                .isEqualTo(201);
        assertThat(server.post("/orders", ORDER.replace("item", "name"), "Authorization", "Bearer key-of-the-shop")
                        .status())
                .isEqualTo(200);
        assertThat(server.get("/v1/cache", "Authorization", "Bearer key-of-the-shop")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void shouldLogWhatAdministratorsDo() throws Exception {
        String one = "{\"quantity\":1}";
        server.post(ITEM + "/restock", one);
        server.post(ITEM + "/restock", one, "Authorization", "Bearer " + TestServer.TOKEN, "X-Request-Id", "a-1");
        server.post(ITEM + "/restock", one, "Authorization", "Bearer key-of-the-shop", "X-Request-Id", "a-2");
        assertThat(audited())
                .containsExactly(
                        "POST " + ITEM + "/restock by admin-token, request a-1: 200",
                        "POST " + ITEM + "/restock by shop, request a-2: 403");
    }

    @Test
    void shouldHoldBackAnswersToGuessesAndLogThemOnce() throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < 2; i++) {
            Reply reply = server.get(ITEM, "Authorization", "Bearer guess-" + i);
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text()).doesNotContain("guess");
        }
        assertThat(System.nanoTime() - start).as("nanoseconds of two guesses").isGreaterThan(2_000_000_000L);
        assertThat(audited()).containsExactly("1 requests with an unknown key or authentication id");
    }
}
