package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import menhir.certificates.HttpsCertificate;
import menhir.certificates.TrustedAuthorities;
import menhir.http.server.HttpLimits;
import menhir.testkit.HttpsFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The port with a certificate, and clients that break TLS. No one of them may leave a stack trace in the log. */
class HttpsTest {
    private static final String ALIVE = "GET /alive HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String LAST = "GET /alive HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private static final int CONNECTIONS = 40;

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Socket> flood = new ArrayList<>();
    private HttpsFiles files;
    private HttpsCertificate certificate;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        log.start();
        root().addAppender(log);
        files = new HttpsFiles(folder);
        files.write();
        certificate = HttpsCertificate.read(files.certificate, files.key, Instant.now());
        HttpLimits limits = HttpLimits.STANDARD;
        server = new TestServer(TestServer.settings()
                .withTls(certificate)
                .withLimits(new HttpLimits(
                        limits.maxBodyBytes(),
                        Duration.ofSeconds(4),
                        limits.idleTimeout(),
                        Duration.ofSeconds(1),
                        CONNECTIONS * 5 / 4 + 1, // of which one address gets CONNECTIONS and one
                        2,
                        limits.eventHeartbeat())));
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : flood) {
            socket.close();
        }
        server.close();
        root().detachAppender(log);
        assertThat(log.list)
                .filteredOn(event -> event.getThrowableProxy() != null)
                .isEmpty();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,EC", "TLSv1.2,EC", "TLSv1.3,RSA", "TLSv1.2,RSA"})
    void shouldSpeakHttps(String protocol, String algorithm) throws Exception {
        replace(algorithm);
        try (SSLSocket client = client(protocol)) {
            send(client, ALIVE);
            assertThat(readHead(client)).startsWith("HTTP/1.1 200 ").contains("Strict-Transport-Security: max-age=");
            assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(client.getSession().getCipherSuite()).contains("GCM");
            send(client, LAST);
            assertThat(readAll(client)).contains("HTTP/1.1 200 ", "{\"alive\":true}");
        }
    }

    /** More than a record in both directions. */
    @Test
    void shouldCarryLargeBodies() throws Exception {
        try (SSLSocket client = client("TLSv1.3")) {
            String body = "x".repeat(HttpLimits.STANDARD.maxBodyBytes());
            send(
                    client,
                    "POST /v1/stores/stocks/orders HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(readHead(client)).startsWith("HTTP/1.1 400 ");
        }
        try (SSLSocket client = client("TLSv1.3")) {
            send(client, LAST.replace("/alive", "/openapi.yaml"));
            String response = readAll(client);
            assertThat(response.length()).isGreaterThan(20_000);
            int length = response.indexOf("Content-Length: ") + "Content-Length: ".length();
            assertThat(response.substring(response.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.UTF_8))
                    .hasSize(Integer.parseInt(response.substring(length, response.indexOf("\r\n", length))));
        }
    }

    /** Guards look at the bytes of HTTP, not at those of TLS. */
    @Test
    void shouldGuardAgainstTheSameHeadsAsWithoutTls() throws Exception {
        try (SSLSocket client = client("TLSv1.3")) {
            send(client, "POST /orders HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            assertThat(readAll(client)).startsWith("HTTP/1.1 400 ");
        }
        try (SSLSocket client = client("TLSv1.3")) {
            send(client, "GET /ali");
            assertThat(readAll(client)).startsWith("HTTP/1.1 408 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void shouldRefuseOldVersions(String protocol) throws Exception {
        assertThatThrownBy(() -> {
                    try (SSLSocket client = client(protocol)) {
                        client.startHandshake();
                    }
                })
                .isInstanceOf(SSLException.class);
        assertServes();
    }

    @Test
    void shouldTellAClientWithoutTlsWhatIsWrong() throws Exception {
        assertThat(server.raw(ALIVE)).startsWith("HTTP/1.1 400 ").contains("This port speaks https only.");
        assertServes();
    }

    @Test
    void shouldCloseTheConnectionOnGarbage() throws Exception {
        Random random = new Random(17);
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[1 + random.nextInt(2000)];
            random.nextBytes(garbage);
            // Every other one as a record of a handshake.
            if (i % 2 == 0) {
                garbage[0] = 22;
            }
            server.raw(garbage);
        }
        assertThat(server.raw(new byte[] {22, 3, 1, (byte) 0xff, (byte) 0xff, 1, 2, 3})
                        .length())
                .isLessThan(20);
        assertServes();
    }

    @Test
    void shouldCloseConnectionsThatDoNotGetThroughAHandshake() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            flood.add(server.socket());
            if (i % 2 == 0) {
                flood.get(i).getOutputStream().write(new byte[] {22, 3, 1});
            }
        }
        for (Socket silent : flood) {
            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
        }
        assertServes();
        assertThat(server.registry.scrape()).contains("menhir_http_handshakes_failed_total " + CONNECTIONS + ".0");
    }

    /** Beyond the limit a handshake has the time of a spare connection. */
    @Test
    void shouldAnswerHealthChecksDuringAFloodOfConnections() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            SSLSocket client = client("TLSv1.3");
            flood.add(client);
            send(client, ALIVE);
            assertThat(readHead(client)).startsWith("HTTP/1.1 200 ");
        }
        for (int i = 0; i < 2 * HttpLimits.SPARE_CONNECTIONS; i++) {
            flood.add(server.socket());
        }
        try (SSLSocket client = client("TLSv1.3")) {
            send(client, ALIVE);
            assertThat(readAll(client)).startsWith("HTTP/1.1 200 ");
        }
        try (SSLSocket client = client("TLSv1.3")) {
            send(client, ALIVE.replace("/alive", "/version"));
            assertThat(readAll(client)).startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void shouldBearAHandshakeThatTricklesIn() throws Exception {
        try (TricklingRelay relay = new TricklingRelay(server.port);
                SSLSocket client = client("TLSv1.3", relay.port())) {
            send(client, LAST);
            assertThat(readAll(client)).startsWith("HTTP/1.1 200 ");
        }
    }

    /** It costs the server much more than the client. */
    @Test
    void shouldRefuseRenegotiation() throws Exception {
        try (SSLSocket client = client("TLSv1.2")) {
            send(client, ALIVE);
            assertThat(readHead(client)).startsWith("HTTP/1.1 200 ");
            assertThatThrownBy(() -> {
                        client.startHandshake();
                        send(client, LAST);
                        readAll(client);
                    })
                    .isInstanceOf(IOException.class);
        }
        assertServes();
    }

    /** With TLS 1.3, Java's client makes an update of the keys of it. */
    @Test
    void shouldUpdateKeys() throws Exception {
        try (SSLSocket client = client("TLSv1.3")) {
            for (int i = 0; i < 20; i++) {
                client.startHandshake();
                send(client, ALIVE);
                assertThat(readHead(client)).startsWith("HTTP/1.1 200 ");
                client.getInputStream().readNBytes("{\"alive\":true}\n".length());
            }
        }
    }

    @Test
    void shouldAnswerAClientThatHasClosedItsSide() throws Exception {
        try (SSLSocket client = client("TLSv1.3")) {
            send(client, LAST);
            client.shutdownOutput();
            assertThat(readAll(client)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void shouldShowANewCertificateToNewConnectionsOnly() throws Exception {
        try (SSLSocket before = client("TLSv1.3")) {
            send(before, ALIVE);
            assertThat(readHead(before)).startsWith("HTTP/1.1 200 ");
            BigInteger old = serial(before);
            BigInteger made = replace("RSA");
            try (SSLSocket after = client("TLSv1.3")) {
                send(after, LAST);
                assertThat(readAll(after)).startsWith("HTTP/1.1 200 ");
                assertThat(serial(after)).isEqualTo(made).isNotEqualTo(old);
            }
            send(before, LAST);
            assertThat(readAll(before)).contains("HTTP/1.1 200 ");
            assertThat(serial(before)).isEqualTo(old);
        }
    }

    @Test
    void shouldCloseIdleConnectionsWhenItStops() throws Exception {
        try (SSLSocket idle = client("TLSv1.3")) {
            send(idle, ALIVE);
            assertThat(readHead(idle)).startsWith("HTTP/1.1 200 ");
            server.http.stop(Duration.ofSeconds(60)).toCompletableFuture().join();
            assertThat(readAll(idle)).isEqualTo("{\"alive\":true}\n");
        }
    }

    private BigInteger replace(String algorithm) {
        BigInteger made = files.write(algorithm, Duration.ofDays(20));
        await().until(() -> certificate.refresh(Instant.now()).isPresent());
        return made;
    }

    private void assertServes() throws Exception {
        try (SSLSocket client = client("TLSv1.3")) {
            send(client, LAST);
            assertThat(readAll(client)).startsWith("HTTP/1.1 200 ");
        }
    }

    private SSLSocket client(String protocol) throws Exception {
        return client(protocol, server.port);
    }

    private SSLSocket client(String protocol, int port) throws Exception {
        SSLSocket client = (SSLSocket)
                TrustedAuthorities.context(files.certificate).getSocketFactory().createSocket("127.0.0.1", port);
        client.setSoTimeout(20_000);
        client.setEnabledProtocols(new String[] {protocol});
        return client;
    }

    private static BigInteger serial(SSLSocket client) throws Exception {
        return ((X509Certificate) client.getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection was closed after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
