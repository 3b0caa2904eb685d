package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocket;
import menhir.certificates.TrustedAuthorities;
import menhir.experiment.lab.FreePorts;
import menhir.experiment.lab.GuardedProcess;
import menhir.experiment.lab.NodeCommand;
import menhir.testkit.CommandResult;
import menhir.testkit.HttpsFiles;
import menhir.testkit.TestCluster;
import menhir.testkit.TestedJar;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that speaks https, its certificate, and the programs that talk to it. */
class HttpsIT {
    private static final String ALIVE = "GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String RESPONSE_END = "{\"alive\":true}\n";

    @TempDir
    private Path folder;

    private int port;
    private final Path log = Path.of("target", "system-tests", "https.log");
    private HttpsFiles files;
    private @Nullable GuardedProcess node;

    @BeforeEach
    void write() throws IOException {
        port = FreePorts.range(2, RandomGenerator.getDefault());
        files = new HttpsFiles(folder);
        files.write();
        Files.createDirectories(log.getParent());
        Files.deleteIfExists(log);
    }

    @AfterEach
    void stop() throws Exception {
        GuardedProcess running = node;
        if (running != null) {
            running.kill();
            running.awaitExit();
        }
        assertThat(log).content(StandardCharsets.UTF_8).doesNotContain("\tat ");
    }

    @Test
    void shouldServeTheProgramsAndUseANewCertificateUnderOpenConnections() throws Exception {
        GuardedProcess started = start();
        node = started;
        run("await-ready", "--ca-file", files.certificate.toString(), address());
        run("client", "buy", "GameStart", "1", "-s", address(), "--ca-file", files.certificate.toString());
        assertThat(run("client", "lookup", "GameStart", "-s", address(), "--ca-file", files.certificate.toString()))
                .contains("99");
        run(
                "backup",
                "-s",
                address(),
                "--ca-file",
                files.certificate.toString(),
                "--store",
                "stocks",
                "--file",
                folder.resolve("stocks.menhir").toString());
        assertThat(metrics())
                .contains("menhir_http_certificate_expires_seconds", "menhir_http_handshakes_failed_total");
        try (SSLSocket open = connect()) {
            BigInteger old = serial(open);
            alive(open);
            breakFiles();
            BigInteger made = files.write();
            await().atMost(TestCluster.TIMEOUT).until(() -> newSerial().equals(made));
            alive(open);
            assertThat(serial(open)).isEqualTo(old).isNotEqualTo(made);
        }
        assertThat(started.isAlive()).isTrue();
    }

    private String metrics() throws Exception {
        try (SSLSocket client = connect()) {
            String request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** New connections still show the certificate before, and the log has one line about the broken one. */
    private void breakFiles() throws Exception {
        BigInteger before = newSerial();
        Path copy = Files.copy(files.certificate, folder.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(files.certificate, "garbage");
        await().atMost(TestCluster.TIMEOUT).until(() -> logged("the new certificate is not used") > 0);
        try (SSLSocket client =
                (SSLSocket) TrustedAuthorities.context(copy).getSocketFactory().createSocket("127.0.0.1", port)) {
            assertThat(serial(client)).isEqualTo(before);
            alive(client);
        }
        assertThat(logged("the new certificate is not used")).isEqualTo(1);
    }

    @Test
    void shouldNotStartWithACertificateThatItCannotUse() throws Exception {
        files.writeOtherKey();
        Files.createFile(log);
        CommandResult result = CommandResult.of(builder("store"), TestCluster.TIMEOUT);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("menhir: " + files.key + " is not the key of the first certificate in " + files.certificate
                        + " (menhir.http.certificate, menhir.http.certificate-key)\n");
    }

    private GuardedProcess start() throws IOException {
        return GuardedProcess.start(
                builder("store").redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())));
    }

    private ProcessBuilder builder(String... arguments) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("MENHIR_HTTP_PORT", Integer.toString(port));
        environment.put("MENHIR_REMOTE_PORT", Integer.toString(port + 1));
        environment.put("MENHIR_DATA_DIR", folder.resolve("data").toString());
        environment.put("MENHIR_ADMIN_TOKEN", "token-of-this-test");
        environment.put("MENHIR_HTTP_CERTIFICATE", files.certificate.toString());
        environment.put("MENHIR_HTTP_CERTIFICATE_KEY", files.key.toString());
        return new NodeCommand(
                        TestedJar.path(),
                        Path.of("application.conf"),
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        environment)
                .builder(arguments);
    }

    /** Runs a command of the jar, which must succeed. Returns what it printed. */
    private String run(String... arguments) throws IOException {
        CommandResult result = CommandResult.of(builder(arguments), TestCluster.TIMEOUT.plus(Duration.ofMinutes(1)));
        assertThat(result.status()).as(result.toString()).isZero();
        return result.out();
    }

    private String address() {
        return "https://localhost:" + port;
    }

    private SSLSocket connect() throws Exception {
        SSLSocket client = (SSLSocket)
                TrustedAuthorities.context(files.certificate).getSocketFactory().createSocket("127.0.0.1", port);
        client.setSoTimeout((int) TestCluster.TIMEOUT.toMillis());
        return client;
    }

    /** The serial number of the certificate that a new connection shows. */
    private BigInteger newSerial() throws Exception {
        try (SSLSocket client =
                (SSLSocket) TrustedAuthorities.any().getSocketFactory().createSocket("127.0.0.1", port)) {
            return serial(client);
        }
    }

    private static BigInteger serial(SSLSocket client) throws Exception {
        return ((X509Certificate) client.getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    private static void alive(Socket socket) throws IOException {
        socket.getOutputStream().write(ALIVE.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        StringBuilder response = new StringBuilder();
        while (!response.toString().endsWith(RESPONSE_END)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after " + response);
            }
            response.append((char) next);
        }
        assertThat(response.toString()).startsWith("HTTP/1.1 200 ");
    }

    private long logged(String text) throws IOException {
        return Files.readString(log).lines().filter(line -> line.contains(text)).count();
    }
}
