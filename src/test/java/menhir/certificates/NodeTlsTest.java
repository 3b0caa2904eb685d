package menhir.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import menhir.certificates.LocalCertificates.AuthorityStep;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node and others that shake hands in memory. The others trust everybody, so that each verdict is the node's own. */
class NodeTlsTest {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final String CLUSTER = "north";

    private final Instant now = Instant.now();

    @TempDir
    Path folder;

    private LocalCertificates certificates(String name, String cluster) {
        return new LocalCertificates(folder.resolve(name), cluster);
    }

    private NodeTls node(NodeCertificate files) throws CertificateFileException {
        return NodeTls.read(files, CLUSTER, now);
    }

    /** Who shows a certificate, or none, and trusts everybody. */
    private static SSLContext peer(@Nullable NodeCertificate files) throws Exception {
        KeyManager[] keys = null;
        if (files != null) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            X509Certificate own = PemFiles.readCertificate(files.certificate());
            store.setKeyEntry("peer", PemFiles.readKey(files.key()), new char[0], new Certificate[] {own});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {new Anyone()}, null);
        return context;
    }

    /** Extended, so that Java checks nothing more. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private boolean accepts(NodeTls node, SSLContext peer) {
        return accepts(node, peer, now);
    }

    /** Whether a node lets another connect. */
    private static boolean accepts(NodeTls node, SSLContext peer, Instant at) {
        SSLEngine client = peer.createSSLEngine("node", 1);
        client.setUseClientMode(true);
        SSLEngine server = node.server();
        return finish(client, server) && node.refusal(server.getSession(), at).isEmpty();
    }

    /** Whether a node sends something to another that it has connected to. */
    private boolean sendsTo(NodeTls node, SSLContext peer) {
        SSLEngine server = peer.createSSLEngine();
        server.setUseClientMode(false);
        server.setNeedClientAuth(true);
        SSLEngine client = node.client();
        return finish(client, server) && node.refusal(client.getSession(), now).isEmpty();
    }

    private boolean connect(NodeTls one, NodeTls other) {
        SSLEngine client = one.client();
        SSLEngine server = other.server();
        return finish(client, server)
                && one.refusal(client.getSession(), now).isEmpty()
                && other.refusal(server.getSession(), now).isEmpty();
    }

    private static boolean finish(SSLEngine client, SSLEngine server) {
        try {
            shakeHands(client, server);
            return true;
        } catch (SSLException refused) {
            return false;
        }
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
    void shouldKnowNodesOfItsClusterOnly() throws Exception {
        NodeTls node = node(certificates("a", CLUSTER).issue("node-1", LIFE));
        SSLContext other = peer(certificates("a", CLUSTER).issue("node-2", LIFE));
        SSLContext stranger = peer(certificates("b", CLUSTER).issue("node-2", LIFE));
        SSLContext neighbour = peer(certificates("a", "south").issue("node-3", LIFE));

        assertThat(accepts(node, other)).isTrue();
        assertThat(sendsTo(node, other)).isTrue();
        assertThat(accepts(node, stranger)).isFalse();
        assertThat(sendsTo(node, stranger)).isFalse();
        assertThat(accepts(node, neighbour)).isFalse();
        assertThat(sendsTo(node, neighbour)).isFalse();
        assertThat(accepts(node, peer(null))).as("no certificate").isFalse();
    }

    /** The second connection resumes the session of the first one, so that Java does not look at the certificate again. */
    @Test
    void shouldRefuseACertificateThatHasExpiredSinceItsSessionBegan() throws Exception {
        NodeTls node = node(certificates("a", CLUSTER).issue("node-1", LIFE));
        SSLContext other = peer(certificates("a", CLUSTER).issue("node-2", LIFE));
        assertThat(accepts(node, other)).isTrue();
        assertThat(accepts(node, other, now.plus(LIFE).plusSeconds(60))).isFalse();
    }

    @Test
    void shouldRefuseWhoShookHandsBeforeTheAuthorityWasForgotten() throws Exception {
        LocalCertificates local = certificates("a", CLUSTER);
        NodeCertificate files = local.issue("node-1", LIFE);
        NodeTls node = node(files);
        SSLContext stolen = peer(new NodeCertificate(copyOf(files, "stolen")));
        SSLEngine client = stolen.createSSLEngine();
        client.setUseClientMode(true);
        SSLEngine server = node.server();
        for (AuthorityStep step : AuthorityStep.values()) {
            local.change(step);
            local.issue("node-1", LIFE);
        }
        assertThat(refreshed(node)).contains(new FileChange(null));
        assertThat(finish(client, server)).as("with the context of before").isTrue();
        assertThat(node.refusal(server.getSession(), now)).isPresent();
    }

    private Optional<FileChange> refreshed(NodeTls node) {
        // A change counts when it is seen twice.
        assertThat(node.refresh(now)).isEmpty();
        return node.refresh(now);
    }

    @Test
    void shouldNotStartWithFilesThatItCannotUse() throws Exception {
        NodeCertificate files = certificates("a", CLUSTER).issue("node-1", LIFE);
        assertThatThrownBy(() -> NodeTls.read(files, "south", now)).isInstanceOf(CertificateFileException.class);
        // A certificate of a node is no authority.
        Files.writeString(files.authorities(), Files.readString(files.certificate()), StandardOpenOption.APPEND);
        assertThatThrownBy(() -> node(files))
                .isInstanceOf(CertificateFileException.class)
                .hasMessage(files.authorities() + " has a certificate that is not of an authority");
    }

    @Test
    void shouldUseNewFilesAndKeepTheOnesBeforeIfTheyAreDamaged() throws Exception {
        LocalCertificates local = certificates("a", CLUSTER);
        NodeTls second = node(local.issue("node-2", LIFE));
        NodeCertificate files = local.issue("node-1", LIFE);
        NodeTls first = node(files);
        assertThat(first.refresh(now)).isEmpty();

        Files.writeString(files.key(), "garbage");
        assertThat(refreshed(first).orElseThrow().failure()).startsWith(files.key() + " is not an RSA key");
        assertThat(first.refresh(now)).isEmpty();
        assertThat(connect(first, second)).isTrue();

        // A certificate of another authority: it is used, and refused by the other node.
        copy(certificates("b", CLUSTER).issue("node-1", LIFE), files);
        assertThat(refreshed(first)).contains(new FileChange(null));
        assertThat(connect(first, second)).isFalse();

        copy(local.issue("node-1", LIFE), files);
        local.issue("node-1", LIFE);
        assertThat(refreshed(first)).contains(new FileChange(null));
        assertThat(connect(first, second)).isTrue();
    }

    /** A node is always a step ahead of another: at no moment can two of them not connect. */
    @Test
    void shouldConnectAllNodesInEachStepOfANewAuthority() throws Exception {
        LocalCertificates local = certificates("a", CLUSTER);
        local.issue("node-1", LIFE);
        local.issue("node-2", LIFE);
        SSLContext stolen = peer(local.of("node-1"));

        for (AuthorityStep step : AuthorityStep.values()) {
            NodeTls behind = node(new NodeCertificate(copyOf(local.of("node-2"), "behind-" + step)));
            local.change(step);
            NodeTls ahead = node(local.issue("node-1", LIFE));
            assertThat(connect(ahead, behind)).as("%s", step).isTrue();
            assertThat(connect(behind, ahead)).as("%s", step).isTrue();
            NodeTls other = node(local.issue("node-2", LIFE));
            assertThat(connect(ahead, other)).isTrue();
            boolean isOver = step == AuthorityStep.FORGET;
            assertThat(accepts(ahead, stolen))
                    .as("the old authority after %s", step)
                    .isNotEqualTo(isOver);
            assertThat(sendsTo(ahead, stolen))
                    .as("the old authority after %s", step)
                    .isNotEqualTo(isOver);
            assertThat(Files.exists(folder.resolve("a/old-ca.crt"))).isEqualTo(step == AuthorityStep.USE);
            assertThat(ahead.trusted()).hasSize(isOver ? 1 : 2);
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
