package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import menhir.certificates.HttpsCertificate;
import menhir.cli.MenhirCommand;
import menhir.http.TestServer;
import menhir.testkit.HttpsFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Programs that talk to a server with a certificate of an authority of its own. */
class HttpsTest {
    @TempDir
    private Path folder;

    private HttpsFiles files;
    private TestServer server;
    private String address;

    @BeforeEach
    void start() throws Exception {
        files = new HttpsFiles(folder);
        files.write();
        server = new TestServer(
                TestServer.settings().withTls(HttpsCertificate.read(files.certificate, files.key, Instant.now())));
        address = "https://127.0.0.1:" + server.port;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldTalkToAServerWithATrustedCertificate() throws Exception {
        String authorities = files.certificate.toString();
        assertThat(ClientRun.execute("lookup", "CarCo", "-s", address, "--ca-file", authorities)
                        .exit())
                .isZero();
        ClientRun order = ClientRun.execute("buy", "CarCo", "1", "-s", address, "--ca-file", authorities, "--json");
        assertThat(order.exit()).as(order.err()).isZero();
        ClientRun dispatched = ClientRun.execute(
                "scores", "--dispatched", "--store", "games", "-s", address, "--ca-file", authorities);
        assertThat(dispatched.out()).contains("dispatched to https://");
    }

    @Test
    void shouldNotTrustACertificateThatNobodyVouchesFor() throws Exception {
        HttpsFiles other = new HttpsFiles(Files.createDirectory(folder.resolve("other")));
        other.write();
        for (List<String> trust : List.of(List.<String>of(), List.of("--ca-file", other.certificate.toString()))) {
            List<String> command = new ArrayList<>(List.of("lookup", "CarCo", "-s", address));
            command.addAll(List.of("--deadline-millis", "4000"));
            command.addAll(trust);
            ClientRun run = ClientRun.execute(command.toArray(String[]::new));
            assertThat(run.exit()).isNotZero();
            assertThat(run.err()).contains("a certificate that is not trusted").hasLineCount(1);
        }
    }

    @Test
    void shouldNameAFileThatHasNoCertificate() {
        ClientRun run = ClientRun.execute("lookup", "CarCo", "-s", address, "--ca-file", "missing.crt");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--ca-file: missing.crt does not exist");
    }

    @Test
    void shouldLoadAServerWithATrustedCertificate() throws Exception {
        String authorities = files.certificate.toString();
        // The first request of a server takes long, on a busy machine longer than a load of one second.
        assertThat(ClientRun.execute("lookup", "CarCo", "-s", address, "--ca-file", authorities)
                        .exit())
                .isZero();
        ClientRun run = load("--ca-file", authorities);
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode json = run.json();
        assertThat(json.path("orders").path("accepted").asLong()).isPositive();
        assertThat(json.path("retries").asLong()).as(run.out()).isZero();
        assertThat(json.path("unexpected").asLong()).isZero();
    }

    @Test
    void shouldNotLoadAServerThatNobodyVouchesFor() {
        ClientRun run = load("--names", "CarCo");
        assertThat(run.exit()).as(run.err()).isEqualTo(3);
        assertThat(run.out()).contains("PKIX path building failed");
    }

    @Test
    void shouldNotLoadAServerWithTheCertificateOfAnotherName() {
        address = address.replace("127.0.0.1", "0.0.0.0"); // this machine, too
        ClientRun run = load("--names", "CarCo", "--ca-file", files.certificate.toString());
        assertThat(run.exit()).as(run.err()).isEqualTo(3);
        assertThat(run.out()).contains("No subject alternative names matching IP address 0.0.0.0");
    }

    private ClientRun load(String... more) {
        String[] run = {"load", "-s", address, "--connections", "4", "--seconds", "2", "--warmup-seconds", "0"};
        String[] orders = {"--kind", "mixed", "--order-share", "0.5", "--json"};
        return ClientRun.execute(
                Stream.of(run, orders, more).flatMap(Stream::of).toArray(String[]::new));
    }

    @Test
    void shouldAwaitANodeWithHttps() {
        assertThat(awaitReady("--ca-file", files.certificate.toString(), address))
                .isEqualTo("0 ");
        assertThat(awaitReady("--any-certificate", address)).isEqualTo("0 ");
        assertThat(awaitReady("--any-certificate", address.replace("127.0.0.1", "127.0.0.2")))
                .startsWith("1 ");
        assertThat(awaitReady(address)).startsWith("1 menhir: " + address + " is not ready after 0 s: ");
        assertThat(awaitReady("--ca-file", files.key.toString(), address)).startsWith("2 menhir: --ca-file: ");
    }

    /** The exit status, and what was printed as an error. */
    private static String awaitReady(String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine program = MenhirCommand.commandLine(settings -> 0, List.of());
        program.setErr(new PrintWriter(err, true));
        String[] all = Stream.concat(Stream.of("await-ready", "--timeout", "0"), Stream.of(arguments))
                .toArray(String[]::new);
        return program.execute(all) + " " + err;
    }
}
