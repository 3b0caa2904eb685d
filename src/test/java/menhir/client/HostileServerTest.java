package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileServerTest {

    private static final String GOOD = "{\"name\":\"GameStart\",\"price\":15.90,\"quantity\":100}";

    private static ClientRun lookup(String... servers) {
        return ClientRun.execute(
                "lookup",
                "GameStart",
                "-s",
                String.join(",", servers),
                "--timeout-millis",
                "400",
                "--deadline-millis",
                "1500");
    }

    private static ScriptedServer responding(String response) throws IOException {
        return new ScriptedServer((head, out) -> {
            ScriptedServer.write(out, response);
            return true;
        });
    }

    private static String json(String body) {
        return ScriptedServer.withLength(200, "application/json", body);
    }

    @Test
    void shouldNameTheServerThatSentMalformedJson() throws IOException {
        for (String body : List.of(
                "{\"name\":",
                "[]",
                "",
                "{} {}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "[".repeat(5_000),
                "{\"a\":" + "[".repeat(5_000),
                "null",
                "5")) {
            try (ScriptedServer server = responding(json(body))) {
                ClientRun result = lookup(server.address());
                assertThat(result.exit()).as(body).isEqualTo(3);
                assertThat(result.err())
                        .contains(server.address() + " answered 200 to GET /v1/stores/stocks/items/GameStart");
                assertThat(result.out()).isEmpty();
            }
        }
    }

    @Test
    void shouldNameTheWrongField() throws IOException {
        try (ScriptedServer server = responding(json("{\"name\":\"GameStart\",\"price\":1,\"quantity\":1.5}"))) {
            assertThat(lookup(server.address()).err()).contains("field 'quantity' is missing or not a whole number");
        }
        try (ScriptedServer server = responding(json("{\"name\":\"GameStart\",\"price\":\"cheap\",\"quantity\":1}"))) {
            assertThat(lookup(server.address()).err()).contains("field 'price' is missing or not an amount");
        }
    }

    @Test
    void shouldTryTheNextServerAfterABadResponse() throws IOException {
        try (ScriptedServer bad = responding(json("nonsense"));
                ScriptedServer good = responding(json(GOOD))) {
            ClientRun result = lookup(bad.address(), good.address());
            assertThat(result.exit()).isZero();
            assertThat(result.out()).contains("GameStart", "15.90", "100");
        }
    }

    @Test
    void shouldLimitTheSizeOfABody() throws IOException {
        byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (ScriptedServer server = new ScriptedServer((head, out) -> {
            ScriptedServer.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                out.write(chunk);
            }
        })) {
            ClientRun result =
                    ClientRun.execute("lookup", "GameStart", "-s", server.address(), "--deadline-millis", "10000");
            assertThat(result.exit()).isEqualTo(3);
            assertThat(result.err()).contains("the body is larger than 4194304 bytes");
        }
    }

    @Test
    void shouldNotWaitForABodyThatNeverArrives() throws IOException {
        try (ScriptedServer silent = responding("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
                ScriptedServer good = responding(json(GOOD))) {
            ClientRun result = lookup(silent.address(), good.address());
            assertThat(result.exit()).isZero();
            assertThat(lookup(silent.address()).err()).contains("did not answer within");
        }
    }

    @Test
    void shouldRemoveControlCharactersFromResponses() throws IOException {
        String escape = "{\"name\":\"\\u001b[31mred\\u202e\",\"price\":1,\"quantity\":1}";
        try (ScriptedServer server = responding(json(escape))) {
            ClientRun result = lookup(server.address());
            assertThat(result.exit()).isZero();
            assertThat(result.out())
                    .contains("?[31mred?")
                    .doesNotContain("\u001b")
                    .doesNotContain("\u202e");
        }
    }

    @Test
    void shouldStopWhenTheItemListNeverEnds() throws IOException {
        String page = "{\"items\":[" + GOOD + "],\"next\":\"GameStart\"}";
        try (ScriptedServer server = responding(json(page))) {
            ClientRun result = ClientRun.execute("items", "-s", server.address());
            assertThat(result.exit()).isZero();
            assertThat(server.heads()).hasSize(2);
        }
    }

    @Test
    void shouldNotFollowARedirect() throws IOException {
        try (ScriptedServer target = responding(json(GOOD));
                ScriptedServer server = responding("HTTP/1.1 302 Found\r\nLocation: http://" + target.address()
                        + "/\r\nContent-Length: 0\r\n\r\n")) {
            ClientRun result = lookup(server.address());
            assertThat(result.exit()).isEqualTo(3);
            assertThat(target.heads()).isEmpty();
        }
    }

    @Test
    void shouldSendOneKeyWithAllAttemptsOfAnOrder() throws IOException {
        ScriptedServer.Script dropping = (String head, OutputStream out) -> false;
        try (ScriptedServer one = new ScriptedServer(dropping);
                ScriptedServer two = new ScriptedServer(dropping)) {
            ClientRun result = ClientRun.execute(
                    "buy", "GameStart", "2", "-s", one.address() + "," + two.address(), "--deadline-millis", "800");
            assertThat(result.exit()).isEqualTo(3);
            assertThat(one.heads()).isNotEmpty();
            assertThat(two.heads()).isNotEmpty();
            String key = result.err().strip().replaceAll("(?s).*--key ", "");
            assertThat(key).hasSize(36);
            assertThat(one.heads()).allMatch(head -> head.contains(key));
            assertThat(two.heads()).allMatch(head -> head.contains(key));
        }
    }

    @Test
    void shouldObeyRetryAfter() throws IOException {
        try (ScriptedServer busy = responding(
                "HTTP/1.1 503 X\r\nRetry-After: 5\r\nContent-Type: application/problem+json\r\nContent-Length: 21\r\n\r\n"
                        + "{\"detail\":\"overload\"}")) {
            ClientRun result = lookup(busy.address());
            assertThat(result.exit()).isEqualTo(3);
            assertThat(result.err()).contains("answered 503: overload");
            assertThat(busy.heads())
                    .as("not tried again within the deadline of 1.5 s")
                    .hasSize(1);
        }
    }
}
