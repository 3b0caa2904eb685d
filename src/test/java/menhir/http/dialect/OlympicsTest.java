package menhir.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.http.access.Guesses;
import menhir.http.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths of the Olympics, and the scoreboard in the canonical API. */
class OlympicsTest extends HttpTest {
    private static final String ID = TestServer.AUTH_ID;
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestServer.TOKEN};

    private void failed(TestServer.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("response").asText()).isEqualTo("failure");
        assertThat(reply.json().path("message").asText()).isNotBlank();
        assertThat(reply.json()).hasSize(2);
    }

    /** As for a key: it may be a guess. */
    @Test
    void shouldHoldBackTheAnswerToAWrongId() throws Exception {
        long startNanos = System.nanoTime();
        failed(server.get("/incrementMedalTally/Gaul/Gold/guess"), 403);
        failed(server.get("/setScore/Luge/1/2/guess"), 403);
        assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(2 * Guesses.DELAY.toNanos());
    }

    @Test
    void shouldReturnMedalsInTheFormatOfTheOriginal() throws Exception {
        assertThat(server.get("/getMedalTally/Gaul").text())
                .isEqualTo("{\"response\":\"success\",\"medals\":{\"Bronze\":0,\"Silver\":0,\"Gold\":0},"
                        + "\"time\":{\"Bronze\":0,\"Silver\":0,\"Gold\":0}}");

        assertThat(server.get("/incrementMedalTally/Gaul/Gold/" + ID).text()).isEqualTo("{\"response\":\"success\"}");

        TestServer.Reply reply = server.get("/games/getMedalTally/Gaul/");
        assertThat(reply.json().path("medals").path("Gold").asInt()).isEqualTo(1);
        assertThat(reply.json().path("time").path("Gold").decimalValue().scale())
                .isEqualTo(3);
        assertThat(reply.json().path("time").path("Bronze").asInt(-1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gold", "Gold", "GOLD"})
    void shouldIgnoreTheCaseOfAMedal(String medal) throws Exception {
        assertThat(server.get("/incrementMedalTally/Rome/" + medal + "/" + ID).status())
                .isEqualTo(200);
        assertThat(server.get("/getMedalTally/Rome")
                        .json()
                        .path("medals")
                        .path("Gold")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST"})
    void shouldAcceptUpdatesWithEachMethod(String method) throws Exception {
        assertThat(server.send(method, "/setScore/Luge/3/4/" + ID + "/", null).text())
                .isEqualTo("{\"response\":\"success\"}");
        assertThat(server.send(method, "/games/incrementMedalTally/Gaul/silver/" + ID, "ignored")
                        .status())
                .isEqualTo(200);
        failed(server.send(method, "/setScore/Luge/5/6/guessed-id", null), 403);
        assertThat(server.get("/getScore/Luge").json().path("scores").toString())
                .isEqualTo("{\"Gaul\":4,\"Rome\":3}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/registerClient/tablet-1/Stone%20Curling", "/games/registerClient/tablet-1/StoneCurling/"})
    void shouldPushTheScoresOfAnEventToARegisteredClient(String path) throws Exception {
        server.get("/setScore/StoneCurling/1/2/" + ID);
        HttpResponse<InputStream> stream = server.stream(path);
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(pushed(lines))
                    .isEqualTo(server.get("/getScore/StoneCurling").text());
            server.get("/setScore/Luge/9/9/" + ID);
            server.get("/setScore/StoneCurling/5/6/" + ID);
            String next = pushed(lines);
            assertThat(next).contains("\"scores\":{\"Gaul\":6,\"Rome\":5}");
            assertThat(next).isEqualTo(server.get("/getScore/StoneCurling").text());
        }
    }

    private static String pushed(BufferedReader lines) throws Exception {
        while (true) {
            String line = Objects.requireNonNull(lines.readLine());
            if (line.startsWith("data: ")) {
                return line.substring("data: ".length());
            }
        }
    }

    @Test
    void shouldNotRegisterAClientForAnUnknownEvent() throws Exception {
        // More often than there may be streams.
        for (int i = 0; i < 5; i++) {
            failed(server.get("/registerClient/tablet-1/Chess"), 404);
        }
        failed(server.get("/registerClient/tablet-1"), 404);
        failed(server.get("/games/no/such/path"), 404);
        failed(server.send("DELETE", "/getServer", null), 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Stone%20Curling", "StoneCurling", "Stone+Curling", "Stone%20Curling/"})
    void shouldIgnoreSpacesInTheNameOfAnEvent(String spelling) throws Exception {
        assertThat(server.get("/setScore/Stone%20Curling/3/4/" + ID).status()).isEqualTo(200);

        TestServer.Reply reply = server.get("/getScore/" + spelling);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("scores").toString()).isEqualTo("{\"Gaul\":4,\"Rome\":3}");
        assertThat(reply.json().path("time").path("Gaul"))
                .isEqualTo(reply.json().path("time").path("Rome"));
    }

    @Test
    void shouldAnswerFailuresWithAMessage() throws Exception {
        String before = server.stores.fingerprint();

        failed(server.get("/getMedalTally/Egypt"), 404);
        failed(server.get("/getMedalTally/gaul"), 404);
        failed(server.get("/getScore/Chess"), 404);
        failed(server.get("/incrementMedalTally/Egypt/Gold/" + ID), 404);
        failed(server.get("/incrementMedalTally/Gaul/Wood/" + ID), 404);
        failed(server.get("/setScore/Chess/1/1/" + ID), 404);
        failed(server.get("/setScore/Luge/-1/1/" + ID), 400);
        failed(server.get("/setScore/Luge/1.5/1/" + ID), 400);
        failed(server.get("/setScore/Luge/1/9999999999999999999/" + ID), 400);
        failed(server.post("/getScore/Luge", ""), 405);

        assertThat(server.stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void shouldRejectUpdatesWithoutTheId() throws Exception {
        String before = server.stores.fingerprint();
        for (String path :
                new String[] {"/setScore/Luge/1/1/", "/incrementMedalTally/Gaul/Gold/", "/setScore/Chess/x/y/"}) {
            TestServer.Reply reply = server.get(path + "guessed-id");
            failed(reply, 403);
            assertThat(reply.text()).doesNotContain("guessed-id").doesNotContain(ID);
        }
        assertThat(server.stores.fingerprint()).isEqualTo(before);
        assertThat(server.get("/metrics").text()).doesNotContain("guessed-id");
    }

    @Test
    void shouldSayHowToEnableUpdates() {
        ScoreAuthorization disabled = new ScoreAuthorization(Optional.empty());

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> disabled.check("any-id"))
                .satisfies(thrown -> assertThat(thrown.problem().detail())
                        .contains("menhir.games.auth-id", "MENHIR_GAMES_AUTH_ID")
                        .doesNotContain("any-id"));
    }

    @Test
    void shouldDoAnUpdateOncePerKey() throws Exception {
        server.get("/incrementMedalTally/Rome/Silver/" + ID, "Idempotency-Key", "k1");
        TestServer.Reply again = server.get("/incrementMedalTally/Rome/Silver/" + ID, "Idempotency-Key", "k1");

        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(server.get("/getMedalTally/Rome")
                        .json()
                        .path("medals")
                        .path("Silver")
                        .asInt())
                .isEqualTo(1);
        failed(server.get("/incrementMedalTally/Rome/Gold/" + ID, "Idempotency-Key", "k1"), 422);
    }

    /** Proxies and monitors send HEAD to check whether a path exists. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/incrementMedalTally/Gaul/Gold/" + ID,
                "/games/incrementMedalTally/Gaul/Gold/" + ID,
                "/setScore/Luge/3/4/" + ID,
                "/getServer",
                "/releaseServer/127.0.0.1:8080",
                "/registerClient",
                "/games/registerClient",
                "/unregisterClient"
            })
    void shouldNotChangeAnythingOnHead(String path) throws Exception {
        String before = server.stores.fingerprint();

        TestServer.Reply reply = server.send("HEAD", path, null);

        assertThat(reply.status()).isEqualTo(405);
        boolean update = path.contains(ID);
        assertThat(reply.header("Allow")).isEqualTo(update ? "GET, PUT, POST, OPTIONS" : "GET, OPTIONS");
        assertThat(server.stores.fingerprint()).isEqualTo(before);
        assertThat(server.games.clients()).isZero();
        assertThat(server.send("HEAD", "/getScore/Luge", null).status()).isEqualTo(200);
    }

    @Test
    void shouldAssignAndReleaseClients() throws Exception {
        assertThat(server.get("/getServer").text())
                .isEqualTo("{\"response\":\"success\",\"server\":\"127.0.0.1:8080\"}");
        assertThat(server.get("/registerClient").text()).isEqualTo("{\"response\":\"success\"}");
        assertThat(server.games.clients()).isEqualTo(2);
        assertThat(server.get("/unregisterClient").status()).isEqualTo(200);
        assertThat(server.get("/releaseServer/127.0.0.1:8080").status()).isEqualTo(200);
        assertThat(server.games.clients()).isZero();
        failed(server.get("/releaseServer/127.0.0.1:1"), 404);
        assertThat(server.get("/getAllServers/").json().path("servers")).hasSize(2);
        assertThat(server.get("/getAllFrontEndServers").json().path("servers")).hasSize(1);
    }

    @Test
    void shouldLookUpAndChangeTheScoreboardInTheCanonicalApi() throws Exception {
        TestServer.Reply medal = server.post("/v1/stores/games/medals/Gaul", "{\"medal\":\"Gold\"}", ADMIN);
        assertThat(medal.status()).isEqualTo(200);
        assertThat(medal.json().path("medals").path("Gold").asInt()).isEqualTo(1);

        TestServer.Reply put = server.send(
                "PUT", "/v1/stores/games/scores/Luge", "{\"scores\":[{\"team\":\"Rome\",\"score\":7}]}", ADMIN);
        assertThat(put.json().path("scores").toString()).isEqualTo("{\"Gaul\":0,\"Rome\":7}");

        TestServer.Reply got = server.get("/v1/stores/games/scores/Luge");
        assertThat(got.json().path("name").asText()).isEqualTo("Luge");
        assertThat(got.json().path("time").path("Gaul").isNull()).isTrue();
        assertThat(server.get("/v1/stores/games/scores/Luge", "If-None-Match", got.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(server.post("/v1/stores/games/medals/Gaul", "{\"medal\":\"Gold\"}")
                        .status())
                .isEqualTo(401);
        assertThat(server.get("/v1/stores/games/medals/Egypt").problem()).isEqualTo("unknown-item");
        assertThat(server.send("PUT", "/v1/stores/games/items/Menhir", "{\"price\":1,\"quantity\":1}", ADMIN)
                        .problem())
                .isEqualTo("wrong-store-kind");
    }

    @Test
    void shouldEnterEveryHundredthLookupInTheRaffle() throws Exception {
        for (int i = 0; i < 200; i++) {
            assertThat(server.get("/getScore/Luge").status()).isEqualTo(200);
        }
        server.get("/getScore/Chess");
        server.get("/v1/stores/games/scores/Luge");

        TestServer.Reply raffle = server.get("/v1/stores/games/raffle");
        assertThat(raffle.json().path("requests").asInt()).isEqualTo(200);
        assertThat(raffle.json().path("entries")).hasSize(2);
        assertThat(raffle.json().path("entries").get(1).path("request").asInt()).isEqualTo(200);
        assertThat(server.post("/v1/stores/games/raffle/draw", "").status()).isEqualTo(401);
        TestServer.Reply draw = server.post("/v1/stores/games/raffle/draw", "", ADMIN);
        assertThat(draw.status()).isEqualTo(201);
        assertThat(draw.json().path("entry").path("label").asText()).isEqualTo("score/Luge");
        assertThat(server.get("/v1/stores/games/deliveries?after=199").json().path("deliveries"))
                .hasSize(2);
    }

    @Test
    void shouldRejectADrawWithoutEntries() throws Exception {
        assertThat(server.post("/v1/stores/games/raffle/draw", "", ADMIN).problem())
                .isEqualTo("no-raffle-entries");
    }

    @Test
    void shouldNameTheFieldsOfTheRaffle() throws Exception {
        for (int i = 0; i < 100; i++) {
            server.get("/getScore/Luge");
        }
        server.post("/v1/stores/games/raffle/draw", "", ADMIN);

        JsonNode raffle = server.get("/v1/stores/games/raffle").json();
        assertThat(raffle.fieldNames())
                .toIterable()
                .containsExactly(
                        "member",
                        "view",
                        "active",
                        "firstView",
                        "position",
                        "digest",
                        "requests",
                        "entered",
                        "dropped",
                        "entries",
                        "winners");
        assertThat(raffle.path("entries").get(0).fieldNames())
                .toIterable()
                .containsExactly("number", "request", "frontEnd", "label");
        assertThat(raffle.path("winners").get(0).fieldNames())
                .toIterable()
                .containsExactly("draw", "requests", "entries", "random", "entry");
        JsonNode deliveries =
                server.get("/v1/stores/games/deliveries?after=99").json().path("deliveries");
        assertThat(deliveries.get(0).toString())
                .isEqualTo("{\"position\":100,\"frontEnd\":\"n1\",\"member\":\"n1#7\",\"type\":\"request\","
                        + "\"label\":\"score/Luge\"}");
        assertThat(deliveries.get(1).toString())
                .isEqualTo("{\"position\":101,\"frontEnd\":\"n1\",\"member\":\"n1#7\",\"type\":\"draw\"}");
    }

    @Test
    void shouldShowTheClock() throws Exception {
        TestServer.Reply clock = server.get("/v1/clock");

        assertThat(clock.json().fieldNames())
                .toIterable()
                .containsExactly(
                        "node",
                        "time",
                        "timeMicros",
                        "correctionMicros",
                        "pendingMicros",
                        "timeServer",
                        "round",
                        "conclusive",
                        "nodes");
        assertThat(clock.json().path("node").asText()).isEqualTo("n1");
        assertThat(clock.json().path("timeMicros").asLong()).isPositive();
        assertThat(clock.json().path("nodes")).isEmpty();
        assertThat(server.get("/metrics").text()).contains("menhir_clock_correction_seconds");
    }

    @Test
    void shouldSendEventsOfTheScoreboard() throws Exception {
        long last = server.stores.lastIndex("games");
        server.get("/setScore/Luge/3/4/" + ID);
        server.get("/incrementMedalTally/Gaul/Gold/" + ID);

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                server.stream("/v1/stores/games/events?after=" + last).body(), StandardCharsets.UTF_8))) {
            List<String> events = new ArrayList<>();
            while (events.size() < 2) {
                String line = Objects.requireNonNull(lines.readLine());
                if (line.startsWith("event: ")) {
                    events.add(line);
                }
            }
            assertThat(events).containsExactly("event: score", "event: medal");
        }
    }
}
