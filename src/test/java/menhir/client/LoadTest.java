package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {

    private final TestStore store = new TestStore();
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        store.put("GameStart", "15.90", 100);
        store.put("Stone Curling", "3.00", 100);
        store.put("Größe", "3.00", 100);
        server = new TestServer(store);
        // The first request of a server takes long, on a busy machine longer than a load of one second.
        assertThat(ClientRun.execute("lookup", "GameStart", "-s", server.address())
                        .exit())
                .isZero();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static ClientRun load(String servers, String... more) {
        String[] fixed = {
            "load", "-s", servers, "--connections", "4", "--seconds", "1", "--warmup-seconds", "0", "--json"
        };
        String[] all = new String[fixed.length + more.length];
        System.arraycopy(fixed, 0, all, 0, fixed.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return ClientRun.execute(all);
    }

    @Test
    void shouldMeasureLookupsAndOrdersSeparately() throws IOException {
        ClientRun result = load(server.address(), "--kind", "mixed", "--order-share", "0.5");
        assertThat(result.exit()).isZero();
        JsonNode json = result.json();
        assertThat(json.path("requests").findValuesAsText("kind")).containsExactly("lookup", "order", "all");
        assertThat(json.path("unexpected").asLong()).isZero();
        assertThat(json.path("retries").asLong()).isZero();
        assertThat(store.log()).extracting(TestStore.Placed::type).contains("buy", "sell");
        long answered = json.path("orders").path("accepted").asLong();
        assertThat(answered)
                .as("all but those in flight at the end")
                .isBetween(store.log().size() - 4L, (long) store.log().size());
    }

    @Test
    void shouldPlaceEachOrderOnceWhenConnectionsBreakAndServersAreDead() throws IOException {
        server.inject(Fault.loseResponseOfEach(10));
        ClientRun result =
                load(server.address() + "," + ClientRun.deadAddress(), "--kind", "order", "--sell-share", "1");
        assertThat(result.exit()).isZero();
        JsonNode json = result.json();
        assertThat(json.path("retries").asLong()).isPositive();
        long accepted = json.path("orders").path("accepted").asLong();
        assertThat(accepted).isPositive();
        assertThat((long) store.log().size()).isBetween(accepted, accepted + 4);
    }

    @Test
    void shouldCountRejectionsForLackOfStock() throws IOException {
        store.put("Rare", "3.00", 3);
        ClientRun result = load(server.address(), "--kind", "order", "--sell-share", "0", "--names", "Rare");
        assertThat(result.exit()).isZero();
        assertThat(result.json().path("orders").path("accepted").asLong()).isEqualTo(3);
        assertThat(result.json().path("orders").path("rejected").asLong()).isPositive();
    }

    @Test
    void shouldExitWith1OnUnexpectedResponsesAnd3OnNone() throws IOException {
        assertThat(load(server.address(), "--names", "Nothing").exit()).isEqualTo(1);
        assertThat(load(ClientRun.deadAddress(), "--names", "Nothing").exit()).isEqualTo(3);
    }
}
