package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.http.api.ScoreAuthorization;
import menhir.http.server.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths of the Olympics, and the scoreboard in the canonical API, over the wire. */
class OlympicsTest {
    private static final String ID = TestDoor.AUTH_ID;
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestDoor.TOKEN};

    private TestDoor door;

    @BeforeEach
    void open() throws Exception {
        door = TestDoor.open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    private void failed(TestDoor.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("response").asText()).isEqualTo("failure");
        assertThat(reply.json().path("message").asText()).isNotBlank();
        assertThat(reply.json()).hasSize(2);
    }

    @Test
    void shouldShowMedalsAsThePullClientsReadThem() throws Exception {
        assertThat(door.get("/getMedalTally/Gaul").text())
                .isEqualTo("{\"response\":\"success\",\"medals\":{\"Bronze\":0,\"Silver\":0,\"Gold\":0},"
                        + "\"time\":{\"Bronze\":0,\"Silver\":0,\"Gold\":0}}");

        assertThat(door.get("/incrementMedalTally/Gaul/Gold/" + ID).text()).isEqualTo("{\"response\":\"success\"}");

        TestDoor.Reply reply = door.get("/games/getMedalTally/Gaul/");
        assertThat(reply.json().path("medals").path("Gold").asInt()).isEqualTo(1);
        assertThat(reply.json().path("time").path("Gold").decimalValue().scale())
                .isEqualTo(3);
        assertThat(reply.json().path("time").path("Bronze").asInt(-1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Stone%20Curling", "StoneCurling", "Stone+Curling", "Stone%20Curling/"})
    void shouldFindAnEventHoweverItsBlankIsWritten(String spelling) throws Exception {
        assertThat(door.get("/setScore/Stone%20Curling/3/4/" + ID).status()).isEqualTo(200);

        TestDoor.Reply reply = door.get("/getScore/" + spelling);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("scores").toString()).isEqualTo("{\"Gaul\":4,\"Rome\":3}");
        assertThat(reply.json().path("time").path("Gaul"))
                .isEqualTo(reply.json().path("time").path("Rome"));
    }

    @Test
    void shouldRefuseWithAMessage() throws Exception {
        String before = door.stores.fingerprint();

        failed(door.get("/getMedalTally/Egypt"), 404);
        failed(door.get("/getMedalTally/gaul"), 404);
        failed(door.get("/getScore/Chess"), 404);
        failed(door.get("/incrementMedalTally/Egypt/Gold/" + ID), 404);
        failed(door.get("/incrementMedalTally/Gaul/Wood/" + ID), 404);
        failed(door.get("/setScore/Chess/1/1/" + ID), 404);
        failed(door.get("/setScore/Luge/-1/1/" + ID), 400);
        failed(door.get("/setScore/Luge/1.5/1/" + ID), 400);
        failed(door.get("/setScore/Luge/1/9999999999999999999/" + ID), 400);
        failed(door.post("/getScore/Luge", ""), 405);

        assertThat(door.stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void shouldTakeUpdatesOnlyFromCacofonix() throws Exception {
        String before = door.stores.fingerprint();
        for (String path :
                new String[] {"/setScore/Luge/1/1/", "/incrementMedalTally/Gaul/Gold/", "/setScore/Chess/x/y/"}) {
            TestDoor.Reply reply = door.get(path + "guessed-id");
            failed(reply, 403);
            assertThat(reply.text()).doesNotContain("guessed-id").doesNotContain(ID);
        }
        assertThat(door.stores.fingerprint()).isEqualTo(before);
        assertThat(door.get("/metrics").text()).doesNotContain("guessed-id");
    }

    @Test
    void shouldSayHowToLetCacofonixInWhenNobodyMay() {
        ScoreAuthorization shut = new ScoreAuthorization(door.games, null);

        org.assertj.core.api.Assertions.assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> shut.check("any-id"))
                .satisfies(refusal -> assertThat(refusal.problem().detail())
                        .contains("menhir.games.auth-id", "MENHIR_GAMES_AUTH_ID")
                        .doesNotContain("any-id"));
    }

    @Test
    void shouldDoAnUpdateOncePerKey() throws Exception {
        door.get("/incrementMedalTally/Rome/Silver/" + ID, "Idempotency-Key", "k1");
        TestDoor.Reply again = door.get("/incrementMedalTally/Rome/Silver/" + ID, "Idempotency-Key", "k1");

        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(door.get("/getMedalTally/Rome")
                        .json()
                        .path("medals")
                        .path("Silver")
                        .asInt())
                .isEqualTo(1);
        failed(door.get("/incrementMedalTally/Rome/Gold/" + ID, "Idempotency-Key", "k1"), 422);
    }

    /** Proxies and monitors ask with HEAD whether something is there. */
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
    void shouldChangeNothingForAHead(String path) throws Exception {
        String before = door.stores.fingerprint();

        TestDoor.Reply reply = door.send("HEAD", path, null);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET, OPTIONS");
        assertThat(door.stores.fingerprint()).isEqualTo(before);
        assertThat(door.games.clients()).isZero();
        assertThat(door.send("HEAD", "/getScore/Luge", null).status()).isEqualTo(200);
    }

    @Test
    void shouldDispatchClients() throws Exception {
        assertThat(door.get("/getServer").text()).isEqualTo("{\"response\":\"success\",\"server\":\"127.0.0.1:8080\"}");
        assertThat(door.get("/registerClient").text()).isEqualTo("{\"response\":\"success\"}");
        assertThat(door.games.clients()).isEqualTo(2);
        assertThat(door.get("/unregisterClient").status()).isEqualTo(200);
        assertThat(door.get("/releaseServer/127.0.0.1:8080").status()).isEqualTo(200);
        assertThat(door.games.clients()).isZero();
        failed(door.get("/releaseServer/127.0.0.1:1"), 404);
        assertThat(door.get("/getAllServers/").json().path("servers")).hasSize(2);
        assertThat(door.get("/getAllFrontEndServers").json().path("servers")).hasSize(1);
    }

    @Test
    void shouldShowAndChangeTheScoreboardInTheCanonicalApi() throws Exception {
        TestDoor.Reply medal = door.post("/v1/stores/games/medals/Gaul", "{\"medal\":\"Gold\"}", ADMIN);
        assertThat(medal.status()).isEqualTo(200);
        assertThat(medal.json().path("medals").path("Gold").asInt()).isEqualTo(1);

        TestDoor.Reply put = door.send(
                "PUT", "/v1/stores/games/scores/Luge", "{\"scores\":[{\"team\":\"Rome\",\"score\":7}]}", ADMIN);
        assertThat(put.json().path("scores").toString()).isEqualTo("{\"Gaul\":0,\"Rome\":7}");

        TestDoor.Reply got = door.get("/v1/stores/games/scores/Luge");
        assertThat(got.json().path("name").asText()).isEqualTo("Luge");
        assertThat(got.json().path("time").path("Gaul").isNull()).isTrue();
        assertThat(door.get("/v1/stores/games/scores/Luge", "If-None-Match", got.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(door.post("/v1/stores/games/medals/Gaul", "{\"medal\":\"Gold\"}")
                        .status())
                .isEqualTo(401);
        assertThat(door.get("/v1/stores/games/medals/Egypt").problem()).isEqualTo("unknown-item");
        assertThat(door.send("PUT", "/v1/stores/games/items/Menhir", "{\"price\":1,\"quantity\":1}", ADMIN)
                        .problem())
                .isEqualTo("other-kind-of-store");
    }

    @Test
    void shouldLetEveryHundredthPullEnterTheRaffle() throws Exception {
        for (int i = 0; i < 200; i++) {
            assertThat(door.get("/getScore/Luge").status()).isEqualTo(200);
        }
        door.get("/getScore/Chess");
        door.get("/v1/stores/games/scores/Luge");

        TestDoor.Reply raffle = door.get("/v1/stores/games/raffle");
        assertThat(raffle.json().path("requests").asInt()).isEqualTo(200);
        assertThat(raffle.json().path("entries")).hasSize(2);
        assertThat(raffle.json().path("entries").get(1).path("request").asInt()).isEqualTo(200);
        assertThat(door.post("/v1/stores/games/raffle/draw", "").status()).isEqualTo(401);
        TestDoor.Reply draw = door.post("/v1/stores/games/raffle/draw", "", ADMIN);
        assertThat(draw.status()).isEqualTo(201);
        assertThat(draw.json().path("entry").path("label").asText()).isEqualTo("score/Luge");
        assertThat(door.get("/v1/stores/games/deliveries?after=199").json().path("deliveries"))
                .hasSize(2);
    }

    @Test
    void shouldRefuseADrawWithoutEntries() throws Exception {
        assertThat(door.post("/v1/stores/games/raffle/draw", "", ADMIN).problem())
                .isEqualTo("nothing-to-draw");
    }

    @Test
    void shouldShowTheClock() throws Exception {
        TestDoor.Reply clock = door.get("/v1/clock");

        assertThat(clock.json().path("node").asText()).isEqualTo("n1");
        assertThat(clock.json().path("timeMicros").asLong()).isPositive();
        assertThat(clock.json().path("nodes")).isEmpty();
        assertThat(door.get("/metrics").text()).contains("menhir_clock_correction_seconds");
    }

    @Test
    void shouldTellEventsOfTheScoreboard() throws Exception {
        long last = door.stores.lastIndex("games");
        door.get("/setScore/Luge/3/4/" + ID);
        door.get("/incrementMedalTally/Gaul/Gold/" + ID);

        try (java.io.BufferedReader lines = new java.io.BufferedReader(new java.io.InputStreamReader(
                door.stream("/v1/stores/games/events?after=" + last).body(),
                java.nio.charset.StandardCharsets.UTF_8))) {
            java.util.List<String> events = new java.util.ArrayList<>();
            while (events.size() < 2) {
                String line = java.util.Objects.requireNonNull(lines.readLine());
                if (line.startsWith("event: ")) {
                    events.add(line);
                }
            }
            assertThat(events).containsExactly("event: score", "event: medal");
        }
    }
}
