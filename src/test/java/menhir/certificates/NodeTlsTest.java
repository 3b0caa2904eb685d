package menhir.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import menhir.certificates.LocalCertificates.AuthorityStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that shake hands in memory. */
class NodeTlsTest {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final String CLUSTER = "north";

    private final SetClock clock = new SetClock();
    private final List<String> warnings = new ArrayList<>();

    @TempDir
    Path folder;

    private static final class SetClock extends Clock {
        private Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        void pass(long seconds) {
            now = now.plusSeconds(seconds);
        }
    }

    private LocalCertificates certificates(String name, String cluster) {
        return new LocalCertificates(folder.resolve(name), cluster);
    }

    private NodeTls node(NodeCertificate files) throws CertificateFileException {
        return NodeTls.of(files, CLUSTER, clock, warnings::add);
    }

    /** Whether two nodes can connect, as the one that connects and as the one that accepts. */
    private static boolean connect(NodeTls client, NodeTls server) {
        SSLEngine one = client.client();
        SSLEngine other = server.server();
        try {
            shakeHands(one, other);
        } catch (SSLException refused) {
            return false;
        }
        return client.refusal(one.getSession()).isEmpty()
                && server.refusal(other.getSession()).isEmpty();
    }

    private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(100_000);
        ByteBuffer toClient = ByteBuffer.allocate(100_000);
        client.beginHandshake();
        server.beginHandshake();
        for (int round = 0; round < 100; round++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
            if (isDone(client) && isDone(server) && toServer.position() == 0 && toClient.position() == 0) {
                return;
            }
        }
        throw new SSLException("no end of the handshake");
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer plain = ByteBuffer.allocate(100_000);
        in.flip();
        while (in.hasRemaining()) {
            int before = in.remaining();
            engine.unwrap(in, plain);
            runTasks(engine);
            if (in.remaining() == before) {
                break;
            }
        }
        in.compact();
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
            runTasks(engine);
        }
    }

    private static void runTasks(SSLEngine engine) {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    @Test
    void shouldConnectNodesOfOneClusterOnly() throws Exception {
        NodeTls first = node(certificates("a", CLUSTER).issue("node-1", LIFE));
        NodeTls second = node(certificates("a", CLUSTER).issue("node-2", LIFE));
        NodeTls stranger = node(certificates("b", CLUSTER).issue("node-2", LIFE));
        NodeTls neighbour = NodeTls.of(certificates("a", "south").issue("node-2", LIFE), "south", clock, warnings::add);

        assertThat(connect(first, second)).isTrue();
        assertThat(connect(second, first)).isTrue();
        assertThat(connect(first, stranger)).isFalse();
        assertThat(connect(stranger, first)).isFalse();
        assertThat(connect(first, neighbour)).isFalse();
        assertThat(connect(neighbour, first)).isFalse();
    }

    @Test
    void shouldRefuseFilesThatItCannotUse() throws Exception {
        NodeCertificate files = certificates("a", CLUSTER).issue("node-1", LIFE);
        assertThatThrownBy(() -> NodeTls.of(files, "south", clock, warnings::add))
                .isInstanceOf(CertificateFileException.class);
    }

    @Test
    void shouldUseNewFilesSoonAndKeepTheOnesBeforeIfTheyAreDamaged() throws Exception {
        LocalCertificates local = certificates("a", CLUSTER);
        NodeTls second = node(local.issue("node-2", LIFE));
        NodeCertificate files = local.issue("node-1", LIFE);
        NodeTls first = node(files);
        byte[] key = Files.readAllBytes(files.key());

        Files.writeString(files.key(), "garbage");
        for (int i = 0; i < 3; i++) {
            clock.pass(10);
            assertThat(connect(first, second)).isTrue();
        }
        assertThat(warnings).hasSize(1).first().asString().startsWith(files.key() + " is not an RSA key");

        // A certificate of another authority: it is used, and refused by the other node.
        copy(certificates("b", CLUSTER).issue("node-1", LIFE), files);
        clock.pass(9);
        assertThat(connect(first, second)).isTrue();
        clock.pass(1);
        assertThat(connect(first, second)).isFalse();

        copy(local.issue("node-1", LIFE), files);
        assertThat(Files.readAllBytes(files.key())).isNotEqualTo(key);
        clock.pass(10);
        assertThat(connect(first, second)).isTrue();
        assertThat(warnings).hasSize(1);
    }

    /** A node is always a step ahead of another: at no moment can two of them not connect. */
    @Test
    void shouldConnectAllNodesInEachStepOfANewAuthority() throws Exception {
        LocalCertificates local = certificates("a", CLUSTER);
        local.issue("node-1", LIFE);
        local.issue("node-2", LIFE);
        Path before = copyOf(local.of("node-1"), "before");
        NodeTls stolen = node(new NodeCertificate(before));

        for (AuthorityStep step : AuthorityStep.values()) {
            NodeTls behind = node(new NodeCertificate(copyOf(local.of("node-2"), "behind-" + step)));
            local.change(step);
            NodeTls ahead = node(local.issue("node-1", LIFE));
            assertThat(connect(ahead, behind)).as("%s: %s", step, warnings).isTrue();
            assertThat(connect(behind, ahead)).as("%s: %s", step, warnings).isTrue();
            NodeTls other = node(local.issue("node-2", LIFE));
            assertThat(connect(ahead, other)).isTrue();
            boolean isOver = step == AuthorityStep.FORGET;
            assertThat(connect(stolen, ahead))
                    .as("the old authority after %s", step)
                    .isEqualTo(step == AuthorityStep.TRUST);
            assertThat(Files.exists(folder.resolve("a/old-ca.crt"))).isEqualTo(step == AuthorityStep.USE);
            assertThat(PemFiles.readChain(local.of("node-1").authorities())).hasSize(isOver ? 1 : 2);
        }
    }

    private Path copyOf(NodeCertificate files, String name) throws Exception {
        Path copy = Files.createDirectories(folder.resolve("copies").resolve(name));
        copy(files, new NodeCertificate(copy));
        return copy;
    }

    private static void copy(NodeCertificate from, NodeCertificate to) throws Exception {
        try (Stream<Path> files = Files.list(from.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, to.folder().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
