package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import menhir.client.http.ResponseReader;
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
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Ran load(String servers, String... more) {
        String[] fixed = {
            "load", "-s", servers, "--connections", "4", "--seconds", "1", "--warmup-seconds", "0", "--json"
        };
        String[] all = new String[fixed.length + more.length];
        System.arraycopy(fixed, 0, all, 0, fixed.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return Ran.client(all);
    }

    @Test
    void shouldMeasureLookupsAndOrdersApart() throws IOException {
        Ran ran = load(server.address(), "--kind", "mixed", "--order-share", "0.5");
        assertThat(ran.exit()).isZero();
        JsonNode json = ran.json();
        assertThat(json.path("requests").findValuesAsText("kind")).containsExactly("lookup", "order", "all");
        assertThat(json.path("unexpected").asLong()).isZero();
        assertThat(json.path("retries").asLong()).isZero();
        assertThat(store.log()).extracting(TestStore.Placed::type).contains("buy", "sell");
        long answered = json.path("orders").path("accepted").asLong();
        assertThat(answered)
                .as("all but those on their way at the end")
                .isBetween(store.log().size() - 4L, (long) store.log().size());
    }

    @Test
    void shouldPlaceEachOrderOnceWhenConnectionsBreakAndServersAreDead() throws IOException {
        server.misbehaving(Misbehaviour.loseAnswerOfEach(10));
        Ran ran = load(server.address() + "," + Ran.deadAddress(), "--kind", "order", "--sell-share", "1");
        assertThat(ran.exit()).isZero();
        JsonNode json = ran.json();
        assertThat(json.path("retries").asLong()).isPositive();
        long accepted = json.path("orders").path("accepted").asLong();
        assertThat(accepted).isPositive();
        assertThat((long) store.log().size()).isBetween(accepted, accepted + 4);
    }

    @Test
    void shouldCountRefusalsForWantOfStock() throws IOException {
        store.put("Rare", "3.00", 3);
        Ran ran = load(server.address(), "--kind", "order", "--sell-share", "0", "--names", "Rare");
        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("orders").path("accepted").asLong()).isEqualTo(3);
        assertThat(ran.json().path("orders").path("refused").asLong()).isPositive();
    }

    @Test
    void shouldExitWith1OnUnexpectedAnswersAnd3OnNone() throws IOException {
        assertThat(load(server.address(), "--names", "Nothing").exit()).isEqualTo(1);
        assertThat(load(Ran.deadAddress(), "--names", "Nothing").exit()).isEqualTo(3);
    }

    @Test
    void shouldReadAnswersHoweverTheyAreCut() throws IOException {
        byte[] bytes = ("HTTP/1.1 201 Created\r\nX: content-length: 9\r\ncontent-LENGTH:  5\r\n\r\n12345"
                        + "HTTP/1.1 409 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int cut = 1; cut < bytes.length; cut++) {
            ResponseReader reader = new ResponseReader();
            ByteBuffer in = ByteBuffer.allocate(1_024);
            StringBuilder seen = new StringBuilder();
            for (int at = 0; at < bytes.length; at += cut) {
                in.put(bytes, at, Math.min(cut, bytes.length - at));
                in.flip();
                while (in.hasRemaining() && reader.take(in)) {
                    seen.append(reader.status()).append(reader.closes() ? "c " : " ");
                }
                in.compact();
            }
            assertThat(seen).as("cut " + cut).hasToString("201 409c ");
        }
    }
}
