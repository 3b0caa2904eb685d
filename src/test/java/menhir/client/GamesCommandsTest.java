package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import menhir.client.api.Json;
import menhir.client.run.TimeCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verbs of the games, against a server that says what it is told to. */
class GamesCommandsTest {
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getRawPath();
            asked.add(path);
            byte[] body = answers.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(statuses.getOrDefault(path, 200), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Ran run(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-s";
        all[arguments.length + 1] = "127.0.0.1:" + server.getAddress().getPort();
        all[arguments.length + 2] = "--deadline-millis";
        all[arguments.length + 3] = "3000";
        return Ran.client(all);
    }

    private void medals(String team, int gold, String goldTime) {
        answers.put(
                "/getMedalTally/" + team,
                "{\"response\":\"success\",\"medals\":{\"Gold\":" + gold + "},\"time\":{\"Gold\":" + goldTime + "}}");
    }

    @Test
    void shouldPullMedalsAndScores() {
        medals("Gaul", 3, "1700000000.123");
        answers.put(
                "/getScore/Stone%20Curling",
                "{\"response\":\"success\",\"scores\":{\"Gaul\":4,\"Rome\":5},\"time\":{\"Gaul\":0,\"Rome\":0}}");

        Ran ran = run(
                "scores", "--teams", "Gaul", "--events", "Stone Curling", "--rounds", "2", "--interval-millis", "0");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("Gold 3", "Gaul 4", "Rome 5");
    }

    @Test
    void shouldGoWhereTheDispatcherSendsItAndSayWhenItGoes() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            asked.add("other" + exchange.getRequestURI().getRawPath());
            byte[] body =
                    "{\"response\":\"success\",\"medals\":{\"Gold\":7},\"scores\":{\"Gold\":7},\"time\":{\"Gold\":0}}"
                            .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        String address = "127.0.0.1:" + other.getAddress().getPort();
        String release = "/releaseServer/" + address.replace(":", "%3A");
        answers.put("/getServer", "{\"response\":\"success\",\"server\":\"" + address + "\"}");
        answers.put(release, "{\"response\":\"success\"}");
        try {
            Ran ran = run("scores", "--dispatched", "--teams", "Gaul", "--events", "Luge");

            assertThat(ran.err()).isEmpty();
            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).contains("sent to " + address, "Gold 7");
            assertThat(asked)
                    .startsWith("/getServer", "other/getMedalTally/Gaul")
                    .endsWith(release);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void shouldFindAnAnswerWithoutTimes() {
        answers.put("/getMedalTally/Gaul", "{\"response\":\"success\",\"medals\":{\"Gold\":1},\"time\":{}}");

        assertThat(run("scores", "--teams", "Gaul", "--events", "Luge").exit()).isEqualTo(3);
    }

    @Test
    void shouldFindATimeThatRunsBackwards() throws Exception {
        TimeCheck check = new TimeCheck();
        check.see("Gaul", Json.MAPPER.readTree("{\"Gold\":1700000000.200}"));
        check.see("Gaul", Json.MAPPER.readTree("{\"Gold\":1700000000.200}"));
        check.see("Rome", Json.MAPPER.readTree("{\"Gold\":0}"));
        assertThat(check.findings()).isZero();

        check.see("Gaul", Json.MAPPER.readTree("{\"Gold\":1700000000.199}"));

        assertThat(check.findings()).isEqualTo(1);
        assertThat(check.first()).contains("Gaul/Gold");
    }

    @Test
    void shouldUpdateAsCacofonixWithoutShowingTheId() {
        answers.put("/setScore/Luge/3/4/secret-id", "{\"response\":\"success\"}");
        answers.put(
                "/incrementMedalTally/Gaul/Gold/secret-id", "{\"response\":\"failure\",\"message\":\"not his id\"}");
        statuses.put("/incrementMedalTally/Gaul/Gold/secret-id", 403);
        statuses.put("/incrementMedalTally/Gaul/Wood/secret-id", 500);

        assertThat(run("set-score", "Luge", "3", "4", "--id", "secret-id").exit())
                .isZero();
        Ran refused = run("award-medal", "Gaul", "Gold", "--id", "secret-id");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("not his id").doesNotContain("secret-id");
        Ran failed = run("award-medal", "Gaul", "Wood", "--id", "secret-id");
        assertThat(failed.exit()).isEqualTo(3);
        assertThat(failed.err() + failed.out()).doesNotContain("secret-id");
    }

    @Test
    void shouldShowRaffleAndClock() {
        answers.put(
                "/v1/stores/games/raffle",
                "{\"member\":\"node-1#1\",\"firstView\":1,\"position\":101,\"requests\":100,\"entered\":1,"
                        + "\"digest\":\"0123456789abcdef0123\",\"winners\":[{\"entry\":{\"number\":1}}]}");
        answers.put(
                "/v1/clock",
                "{\"node\":\"node-1\",\"time\":\"2026-11-21T10:15:30Z\",\"nodes\":[{\"node\":\"node-2\",\"offsetMicros\":17}]}");

        Ran raffle = run("raffle", "--store", "games");
        assertThat(raffle.exit()).isZero();
        assertThat(raffle.out()).contains("node-1#1", "0123456789abcdef");
        Ran clock = run("clock");
        assertThat(clock.exit()).isZero();
        assertThat(clock.out()).contains("node-2", "17");
    }
}
