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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands for the games, against a server with fixed responses. */
class GamesCommandsTest {
    private final Map<String, String> responses = new ConcurrentHashMap<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final List<String> requestedPaths = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getRawPath();
            requestedPaths.add(path);
            byte[] body = responses.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
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

    private ClientRun run(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-s";
        all[arguments.length + 1] = "127.0.0.1:" + server.getAddress().getPort();
        all[arguments.length + 2] = "--deadline-millis";
        all[arguments.length + 3] = "3000";
        return ClientRun.execute(all);
    }

    private void medals(String team, int gold, String goldTime) {
        responses.put(
                "/getMedalTally/" + team,
                "{\"response\":\"success\",\"medals\":{\"Gold\":" + gold + "},\"time\":{\"Gold\":" + goldTime + "}}");
    }

    @Test
    void shouldPollMedalsAndScores() {
        medals("Gaul", 3, "1700000000.123");
        responses.put(
                "/getScore/Stone%20Curling",
                "{\"response\":\"success\",\"scores\":{\"Gaul\":4,\"Rome\":5},\"time\":{\"Gaul\":0,\"Rome\":0}}");

        ClientRun result = run(
                "scores", "--teams", "Gaul", "--events", "Stone Curling", "--rounds", "2", "--interval-millis", "0");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("Gold 3", "Gaul 4", "Rome 5");
    }

    @Test
    void shouldUseTheServerThatTheDispatcherChoosesAndReleaseIt() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            requestedPaths.add("other" + exchange.getRequestURI().getRawPath());
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
        responses.put("/getServer", "{\"response\":\"success\",\"server\":\"" + address + "\"}");
        responses.put(release, "{\"response\":\"success\"}");
        try {
            ClientRun result = run("scores", "--dispatched", "--teams", "Gaul", "--events", "Luge");

            assertThat(result.err()).isEmpty();
            assertThat(result.exit()).isZero();
            assertThat(result.out()).contains("dispatched to " + address, "Gold 7");
            assertThat(requestedPaths)
                    .startsWith("/getServer", "other/getMedalTally/Gaul")
                    .endsWith(release);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void shouldFailOnAResponseWithoutTimes() {
        responses.put("/getMedalTally/Gaul", "{\"response\":\"success\",\"medals\":{\"Gold\":1},\"time\":{}}");

        assertThat(run("scores", "--teams", "Gaul", "--events", "Luge").exit()).isEqualTo(3);
    }

    @Test
    void shouldExitWith1WhenATimestampGoesBackwards() throws IOException {
        AtomicInteger rounds = new AtomicInteger();
        server.createContext("/getMedalTally/Rome", exchange -> {
            byte[] body = ("{\"response\":\"success\",\"medals\":{\"Gold\":1},\"time\":{\"Gold\":1700000000.20"
                            + (9 - rounds.getAndIncrement()) + "}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        responses.put("/getScore/Luge", "{\"response\":\"success\",\"scores\":{},\"time\":{}}");

        ClientRun result =
                run("scores", "--teams", "Rome", "--events", "Luge", "--rounds", "2", "--interval-millis", "0");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("1 timestamps went backwards", "Rome/Gold");
    }

    @Test
    void shouldUpdateAsCacofonixWithoutPrintingTheId() {
        responses.put("/setScore/Luge/3/4/secret-id", "{\"response\":\"success\"}");
        responses.put(
                "/incrementMedalTally/Gaul/Gold/secret-id", "{\"response\":\"failure\",\"message\":\"not his id\"}");
        statuses.put("/incrementMedalTally/Gaul/Gold/secret-id", 403);
        statuses.put("/incrementMedalTally/Gaul/Wood/secret-id", 500);

        assertThat(run("set-score", "Luge", "3", "4", "--id", "secret-id").exit())
                .isZero();
        ClientRun rejected = run("award-medal", "Gaul", "Gold", "--id", "secret-id");
        assertThat(rejected.exit()).isEqualTo(1);
        assertThat(rejected.err()).contains("not his id").doesNotContain("secret-id");
        ClientRun failed = run("award-medal", "Gaul", "Wood", "--id", "secret-id");
        assertThat(failed.exit()).isEqualTo(3);
        assertThat(failed.err() + failed.out()).doesNotContain("secret-id");
    }

    @Test
    void shouldShowRaffleAndClock() {
        responses.put(
                "/v1/stores/games/raffle",
                "{\"member\":\"node-1#1\",\"firstView\":1,\"position\":101,\"requests\":100,\"entered\":1,"
                        + "\"digest\":\"0123456789abcdef0123\",\"winners\":[{\"entry\":{\"number\":1}}]}");
        responses.put(
                "/v1/clock",
                "{\"node\":\"node-1\",\"time\":\"2026-11-21T10:15:30Z\",\"nodes\":[{\"node\":\"node-2\",\"offsetMicros\":17}]}");

        ClientRun raffle = run("raffle", "--store", "games");
        assertThat(raffle.exit()).isZero();
        assertThat(raffle.out()).contains("node-1#1", "0123456789abcdef");
        ClientRun clock = run("clock");
        assertThat(clock.exit()).isZero();
        assertThat(clock.out()).contains("node-2", "17");
    }
}
