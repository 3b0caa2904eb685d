package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileServerTest {

    private static final String GOOD = "{\"name\":\"GameStart\",\"price\":15.90,\"quantity\":100}";

    private static Ran lookup(String... servers) {
        return Ran.client(
                "lookup",
                "GameStart",
                "-s",
                String.join(",", servers),
                "--timeout-millis",
                "400",
                "--deadline-millis",
                "1500");
    }

    private static ScriptedServer answering(String answer) throws IOException {
        return new ScriptedServer((head, out) -> {
            ScriptedServer.write(out, answer);
            return true;
        });
    }

    private static String json(String body) {
        return ScriptedServer.withLength(200, "application/json", body);
    }

    @Test
    void shouldTellWhichServerSentMalformedJson() throws IOException {
        for (String body :
                List.of("{\"name\":", "[]", "", "{} {}", "{\"name\":\"a\",\"name\":\"b\"}", "[".repeat(5_000))) {
            try (ScriptedServer server = answering(json(body))) {
                Ran ran = lookup(server.address());
                assertThat(ran.exit()).as(body).isEqualTo(3);
                assertThat(ran.err())
                        .contains(server.address() + " answered 200 to GET /v1/stores/stocks/items/GameStart");
                assertThat(ran.out()).isEmpty();
            }
        }
    }

    @Test
    void shouldNameTheFieldThatIsWrong() throws IOException {
        try (ScriptedServer server = answering(json("{\"name\":\"GameStart\",\"price\":1,\"quantity\":1.5}"))) {
            assertThat(lookup(server.address()).err()).contains("field 'quantity' is missing or not a whole number");
        }
        try (ScriptedServer server = answering(json("{\"name\":\"GameStart\",\"price\":\"cheap\",\"quantity\":1}"))) {
            assertThat(lookup(server.address()).err()).contains("field 'price' is not an amount");
        }
    }

    @Test
    void shouldGoOnToTheNextServerAfterNonsense() throws IOException {
        try (ScriptedServer bad = answering(json("nonsense"));
                ScriptedServer good = answering(json(GOOD))) {
            Ran ran = lookup(bad.address(), good.address());
            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).contains("GameStart", "15.90", "100");
        }
    }

    @Test
    void shouldCutOffABodyWithoutEnd() throws IOException {
        byte[] chunk =
                ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (ScriptedServer server = new ScriptedServer((head, out) -> {
            ScriptedServer.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                out.write(chunk);
            }
        })) {
            Ran ran = Ran.client("lookup", "GameStart", "-s", server.address(), "--deadline-millis", "10000");
            assertThat(ran.exit()).isEqualTo(3);
            assertThat(ran.err()).contains("the body is larger than 4194304 bytes");
        }
    }

    @Test
    void shouldNotWaitForABodyThatTricklesOrNeverComes() throws IOException {
        try (ScriptedServer silent = answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
                ScriptedServer good = answering(json(GOOD))) {
            Ran ran = lookup(silent.address(), good.address());
            assertThat(ran.exit()).isZero();
            assertThat(lookup(silent.address()).err()).contains("did not answer within");
        }
    }

    @Test
    void shouldNotLetAServerDriveTheTerminal() throws IOException {
        String escape = "{\"name\":\"\\u001b[31mred\\u202e\",\"price\":1,\"quantity\":1}";
        try (ScriptedServer server = answering(json(escape))) {
            Ran ran = lookup(server.address());
            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).contains("?[31mred?").doesNotContain("\u001b").doesNotContain("\u202e");
        }
    }

    @Test
    void shouldEndWhenTheItemListNeverDoes() throws IOException {
        String page = "{\"items\":[" + GOOD + "],\"next\":\"GameStart\"}";
        try (ScriptedServer server = answering(json(page))) {
            Ran ran = Ran.client("items", "-s", server.address());
            assertThat(ran.exit()).isZero();
            assertThat(server.heads()).hasSize(2);
        }
    }

    @Test
    void shouldNotFollowARedirect() throws IOException {
        try (ScriptedServer target = answering(json(GOOD));
                ScriptedServer server = answering("HTTP/1.1 302 Found\r\nLocation: http://" + target.address()
                        + "/\r\nContent-Length: 0\r\n\r\n")) {
            Ran ran = lookup(server.address());
            assertThat(ran.exit()).isEqualTo(3);
            assertThat(target.heads()).isEmpty();
        }
    }

    @Test
    void shouldCarryOneKeyThroughAllAttemptsOfAnOrder() throws IOException {
        ScriptedServer.Script dropping = (String head, OutputStream out) -> false;
        try (ScriptedServer one = new ScriptedServer(dropping);
                ScriptedServer two = new ScriptedServer(dropping)) {
            Ran ran = Ran.client(
                    "buy", "GameStart", "2", "-s", one.address() + "," + two.address(), "--deadline-millis", "800");
            assertThat(ran.exit()).isEqualTo(3);
            assertThat(one.heads()).isNotEmpty();
            assertThat(two.heads()).isNotEmpty();
            String key = ran.err().strip().replaceAll("(?s).*--key ", "");
            assertThat(key).hasSize(36);
            assertThat(one.heads()).allMatch(head -> head.contains(key));
            assertThat(two.heads()).allMatch(head -> head.contains(key));
        }
    }

    @Test
    void shouldLeaveAServerAloneThatAskedForIt() throws IOException {
        try (ScriptedServer busy = answering(
                "HTTP/1.1 503 X\r\nRetry-After: 5\r\nContent-Type: application/problem+json\r\nContent-Length: 21\r\n\r\n"
                        + "{\"detail\":\"overload\"}")) {
            Ran ran = lookup(busy.address());
            assertThat(ran.exit()).isEqualTo(3);
            assertThat(ran.err()).contains("answered 503: overload");
            assertThat(busy.heads())
                    .as("not asked again within the deadline of 1.5 s")
                    .hasSize(1);
        }
    }
}
