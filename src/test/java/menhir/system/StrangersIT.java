package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import menhir.certificates.LocalCertificates;
import menhir.certificates.LocalCertificates.AuthorityStep;
import menhir.certificates.NodeCertificate;
import menhir.experiment.lab.Folders;
import menhir.testkit.MixedLoad;
import menhir.testkit.NewCluster;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are no nodes of the cluster try to talk to its nodes, or send them bytes. */
@ExtendWith(SharedCluster.class)
class StrangersIT {
    private static final Duration LIFE = Duration.ofDays(1);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final int FLOOD_CONNECTIONS = 2_000;
    private static final int OPEN_CONNECTIONS = 200;
    private static final long MOST_LOG_BYTES = 100_000;

    /** The start of an Akka connection, and a frame that says that it has 2 GB: it stopped a node that does not encrypt. */
    private static final byte[] HUGE_FRAME = ByteBuffer.allocate(9)
            .put("AKKA".getBytes(StandardCharsets.US_ASCII))
            .put((byte) 1)
            .put(new byte[] {-1, -1, -1, 127})
            .array();

    /** The start of a TLS 1.3 handshake that does not go on: a record of 512 bytes is announced. */
    private static final byte[] HALF_HANDSHAKE = {22, 3, 1, 2, 0, 1, 0, 1, -4, 3, 3};

    @TempDir
    Path folder;

    @Test
    void shouldOnlyAnswerWhoHasACertificateOfTheCluster(TestCluster cluster) throws Exception {
        TestNode node = cluster.node(1);
        LocalCertificates own = new LocalCertificates(folder.resolve("own"), "menhir");
        assertThat(answers(cluster, node, cluster.certificates().issue("further", LIFE)))
                .as("a certificate of the cluster")
                .isTrue();
        assertThat(answers(cluster, node, null)).as("no certificate").isFalse();
        assertThat(answers(cluster, node, own.issue("node-1", LIFE)))
                .as("a certificate of another authority")
                .isFalse();
        assertThat(answers(cluster, node, cluster.certificates("other").issue("node-1", LIFE)))
                .as("a certificate of another cluster, from the same authority")
                .isFalse();
    }

    @Test
    void shouldGoOnWhileItsRemotingPortsAreFlooded(TestCluster cluster) throws Exception {
        TestNode leader = cluster.home();
        TestCluster.until(leader + " leads", () -> leader.equals(cluster.awaitLeader()));
        long epoch = cluster.epoch();
        long logBytes = Files.size(leader.log());
        List<Socket> open = new ArrayList<>();
        try (MixedLoad load = MixedLoad.on(cluster)) {
            load.awaitAcknowledged(30);
            for (int i = 0; i < OPEN_CONNECTIONS; i++) {
                open.add(send(cluster, leader, i % 2 == 0 ? new byte[0] : HALF_HANDSHAKE));
            }
            Random random = new Random(1);
            for (int i = 0; i < FLOOD_CONNECTIONS; i++) {
                byte[] bytes = new byte[random.nextInt(600)];
                random.nextBytes(bytes);
                send(cluster, leader, i % 2 == 0 ? bytes : HUGE_FRAME).close();
            }
            load.awaitAcknowledged(100);
            assertThat(cluster.epoch()).as("the leader is the same").isEqualTo(epoch);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        assertThat(Files.size(leader.log()) - logBytes).as("bytes of log").isLessThan(MOST_LOG_BYTES);
        cluster.verify();
    }

    @Test
    @NewCluster
    void shouldUseNewCertificatesWithoutAStop(TestCluster cluster) throws Exception {
        cluster.start();
        cluster.awaitReady();
        try (MixedLoad load = MixedLoad.on(cluster)) {
            load.awaitAcknowledged(30);
            for (TestNode node : cluster.nodes()) {
                cluster.certificates().issue(node.name(), LIFE);
            }
            TestNode restarted = cluster.others(cluster.awaitLeader()).get(0);
            restarted.kill9();
            restarted.start();
            TestCluster.until(restarted + " is a member", () -> cluster.replicaState(restarted)
                    .equals("member"));
            load.awaitAcknowledged(30);
        }
        cluster.verify();
    }

    @Test
    @NewCluster
    void shouldUseANewAuthorityWithoutAStop(TestCluster cluster) throws Exception {
        cluster.start();
        cluster.awaitReady();
        LocalCertificates certificates = cluster.certificates();
        NodeCertificate stolen = certificates.issue("stolen", LIFE);
        Path copy = folder.resolve("stolen");
        Folders.copy(stolen.folder(), copy);
        Folders.delete(stolen.folder());
        try (MixedLoad load = MixedLoad.on(cluster)) {
            load.awaitAcknowledged(30);
            take(cluster, AuthorityStep.TRUST);
            // What the new authority has issued is accepted before it issues the nodes' certificates.
            Path own = stolen.folder().resolveSibling("ca.crt");
            Folders.copy(stolen.folder().resolveSibling("."), folder.resolve("next"));
            LocalCertificates next = new LocalCertificates(folder.resolve("next"), "menhir");
            next.change(AuthorityStep.USE);
            awaitAnswers(cluster, trusting(own, next.issue("next", LIFE)), true);

            take(cluster, AuthorityStep.USE);
            TestNode restarted = cluster.others(cluster.awaitLeader()).get(0);
            restarted.kill9();
            restarted.start();
            TestCluster.until(restarted + " is a member", () -> cluster.replicaState(restarted)
                    .equals("member"));
            awaitAnswers(cluster, trusting(own, new NodeCertificate(copy)), true);

            take(cluster, AuthorityStep.FORGET);
            awaitAnswers(cluster, new NodeCertificate(copy), false);
            load.awaitAcknowledged(30);
        }
        cluster.verify();
    }

    /** A certificate of somebody who trusts the authority of a file only: Akka's own provider knows one. */
    private static NodeCertificate trusting(Path authority, NodeCertificate certificate) throws IOException {
        Files.copy(authority, certificate.authorities(), StandardCopyOption.REPLACE_EXISTING);
        return certificate;
    }

    private static void take(TestCluster cluster, AuthorityStep step) throws Exception {
        cluster.certificates().change(step);
        for (TestNode node : cluster.nodes()) {
            cluster.certificates().issue(node.name(), LIFE);
        }
    }

    /** Waits until each node answers, or none does. */
    private static void awaitAnswers(TestCluster cluster, NodeCertificate certificate, boolean expected) {
        for (TestNode node : cluster.nodes()) {
            TestCluster.until(
                    node + (expected ? " answers" : " does not answer"),
                    () -> answers(cluster, node, certificate) == expected);
        }
    }

    private static Socket send(TestCluster cluster, TestNode node, byte[] bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.remotePort(node));
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException closed) {
            // the node has closed the connection
        }
        return socket;
    }

    /** Whether a node answers a message from a process with a certificate; null: from one that does not encrypt. */
    private static boolean answers(TestCluster cluster, TestNode node, @Nullable NodeCertificate certificate)
            throws Exception {
        ActorSystem stranger = ActorSystem.create("menhir", remoting(certificate));
        try {
            ActorRef found = stranger.actorSelection("akka://menhir@127.0.0.1:" + cluster.remotePort(node) + "/user")
                    .resolveOne(ANSWER_TIMEOUT)
                    .toCompletableFuture()
                    .get(2 * ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return found.path().address().hasGlobalScope();
        } catch (ExecutionException notFound) {
            assertThatThrownBy(() -> {
                        throw notFound;
                    })
                    .hasCauseInstanceOf(akka.actor.ActorNotFound.class);
            return false;
        } finally {
            stranger.terminate();
            stranger.getWhenTerminated().toCompletableFuture().get(1, TimeUnit.MINUTES);
        }
    }

    private static Config remoting(@Nullable NodeCertificate certificate) {
        Map<String, Object> values = new HashMap<>();
        values.put("akka.actor.provider", "remote");
        values.put("akka.remote.warn-about-direct-use", false);
        values.put("akka.remote.artery.canonical.hostname", "127.0.0.1");
        values.put("akka.remote.artery.canonical.port", 0);
        values.put("akka.remote.artery.transport", certificate == null ? "tcp" : "tls-tcp");
        if (certificate != null) {
            // Akka's own, which knows nothing of the nodes' rules.
            values.put(
                    "akka.remote.artery.ssl.ssl-engine-provider",
                    "akka.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
            String engine = "akka.remote.artery.ssl.rotating-keys-engine.";
            values.put(engine + "protocol", "TLSv1.3");
            values.put(engine + "enabled-algorithms", List.of("TLS_AES_128_GCM_SHA256"));
            values.put(engine + "key-file", certificate.key().toString());
            values.put(engine + "cert-file", certificate.certificate().toString());
            values.put(engine + "ca-cert-file", certificate.authorities().toString());
        }
        return ConfigFactory.parseMap(values)
                .withFallback(ConfigFactory.parseResources("menhir-akka.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }
}
