package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Valid requests with random mutations. {@code -Dmenhir.seed=N} repeats a run.
 */
class FuzzTest {
    private static final int REQUESTS = 1500;

    private static final String[] PATHS = {
        "/v1/stores/stocks/orders",
        "/v1/stores/stocks/items/CarCo",
        "/v1/stores/stocks/items?topic=a&after=b&limit=3",
        "/v1/stores/stocks/items/CarCo/restock",
        "/v1/stores/books/items/RPCs%20for%20Dummies",
        "/v1/stores",
        "/v1/stores/stocks/orders/1",
        "/v1/stores/stocks/orders?after=0&limit=10",
        "/v1/stores/stocks/orders?order=newest&before=7&item=CarCo&limit=10",
        "/v1/stores/stocks/orders?from=2026-11-22T10:00:00Z&to=2026-11-22T11:00:00.5Z",
        "/orders",
        "/orders/1",
        "/stocks/CarCo",
        "/stocks/orders",
        "/stocks/stocks/CarCo",
        "/search?topic=DS",
        "/books/search?lookupNum=2",
        "/buy?buyNum=5",
        "/products/Whale",
        "/Whale/1",
        "/toys/Tux/1",
        "/toys/orders",
        "/toys/orders.log",
        "/v1/stores/books/items?number=2",
        "/v1/stores/stocks/digest",
        "/v1/cluster",
        "/v1/cache",
        "/ready",
        "/version",
        "/"
    };
    private static final String[] BODIES = {
        "{\"type\":\"buy\",\"lines\":[{\"item\":\"CarCo\",\"quantity\":1},{\"item\":\"FishCo\",\"quantity\":2}]}",
        "{\"type\":\"sell\",\"item\":\"CarCo\",\"quantity\":1}",
        "{\"name\":\"CarCo\",\"quantity\":1,\"type\":\"buy\"}",
        "{\"name\":\"Whale\",\"quantity\":1}",
        "{\"price\":25.99,\"quantity\":10,\"topic\":\"T\"}",
        "{\"quantity\":10}",
        ""
    };
    private static final String[] TOKENS = {
        "null",
        "true",
        "-1",
        "0",
        "1e400",
        "99999999999999999999",
        "1.5",
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "%00",
        "%",
        "%2F",
        "/",
        "..",
        "?",
        "&",
        "=",
        "#",
        "\u0000",
        "\r\n",
        "\n",
        "\t",
        " ",
        "\u00ff",
        "\u00ed\u00a0\u0080",
        "\\ud800",
        "\\u0000",
        "\"type\":\"buy\",",
        "Infinity",
        "NaN",
        "'",
        "/*",
        "{\"a\":",
        "é"
    };
    private static final String[] METHODS = {"GET", "POST", "POST", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH"
    };

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldNeverFailAndNeverChangeAnythingOnARejectedRequest() throws Exception {
        long seed = Long.getLong("menhir.seed", System.nanoTime());
        System.out.println("fuzz: -Dmenhir.seed=" + seed);
        Random random = new Random(seed);
        int rejected = 0;
        int accepted = 0;
        for (int i = 0; i < REQUESTS; i++) {
            byte[] request = request(random);
            long before = changes();
            String reply = send(request);
            String what = "seed " + seed + ", request " + i + ": " + new String(request, StandardCharsets.ISO_8859_1);
            assertThat(reply).as(what).matches("(?s)|HTTP/1\\.[01] [234].*");
            if (!reply.startsWith("HTTP/1.1 2")) {
                rejected++;
                assertThat(changes()).as(what).isEqualTo(before);
            } else {
                accepted++;
            }
        }
        assertThat(rejected).as("rejected").isPositive();
        assertThat(accepted).as("accepted").isPositive();
        assertThat(server.get("/alive").status()).isEqualTo(200);
    }

    private static long changes() {
        // The log of toys has rejected orders, which change nothing.
        return server.stores.lastIndex("stocks") + server.stores.lastIndex("books") + server.stores.orderCount("toys");
    }

    /** A connection that the server has reset counts as an empty response. */
    private static String send(byte[] request) throws IOException {
        try {
            return server.raw(request);
        } catch (SocketException e) {
            return "";
        }
    }

    private static byte[] request(Random random) throws IOException {
        String path = pick(random, PATHS);
        String body = pick(random, BODIES);
        if (random.nextInt(3) == 0) {
            path = mutate(random, path);
        }
        if (random.nextInt(2) == 0) {
            body = mutate(random, body);
        }
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        StringBuilder head = new StringBuilder(pick(random, METHODS))
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: h\r\nConnection: close\r\n");
        if (random.nextInt(4) > 0) {
            head.append("Content-Type: application/json\r\n");
        }
        if (random.nextInt(2) > 0) {
            head.append("Authorization: Bearer ").append(TestServer.TOKEN).append("\r\n");
        }
        if (random.nextInt(4) == 0) {
            head.append("Idempotency-Key: ").append(random.nextInt(5)).append("\r\n");
        }
        if (random.nextInt(6) == 0) {
            head.append(mutate(random, "X-Header: value")).append("\r\n");
        }
        int length = random.nextInt(20) == 0 ? random.nextInt(100) : bytes.length;
        head.append("Content-Length: ").append(length).append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        request.write(bytes);
        return request.toByteArray();
    }

    private static String mutate(Random random, String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(mutated.length() + 1);
            int end = Math.min(mutated.length(), at + 1 + random.nextInt(4));
            switch (random.nextInt(5)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, (char) random.nextInt(256));
                case 2 -> mutated.insert(at, mutated.substring(at, end));
                case 3 -> mutated.replace(at, end, pick(random, TOKENS));
                default -> mutated.insert(at, pick(random, TOKENS));
            }
        }
        return mutated.toString();
    }

    private static String pick(Random random, String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
