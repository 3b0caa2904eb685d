package menhir.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An actor system with connections to a node that takes what it is sent, and answers nothing. */
class SessionEndTest {
    private static final int PATIENCE_MILLIS = 60_000;

    @SuppressWarnings("NullAway.Init")
    private ServerSocket node;

    @SuppressWarnings("NullAway.Init")
    private ActorSystem system;

    @BeforeEach
    void start() throws IOException {
        node = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        node.setSoTimeout(PATIENCE_MILLIS);
        Map<String, Object> remoting = Map.of(
                "akka.actor.provider", "remote",
                "akka.remote.artery.transport", "tcp",
                "akka.remote.artery.canonical.hostname", "127.0.0.1",
                "akka.remote.artery.canonical.port", 0,
                "akka.loglevel", "ERROR");
        system = ActorSystem.create("ending", ConfigFactory.parseMap(remoting).withFallback(ConfigFactory.load()));
    }

    @AfterEach
    void stop() throws IOException {
        system.terminate();
        node.close();
    }

    @Test
    void shouldCloseConnectionsAlthoughTheirOtherEndDoesNot() throws Exception {
        try (Socket first = connect();
                Socket second = node.accept()) {
            SessionEnd.closeConnections(system);

            awaitEnd(first);
            awaitEnd(second);
        }
    }

    @Test
    void shouldEndWithTheSystem() throws Exception {
        CompletableFuture<@Nullable Void> ended =
                SessionEnd.of(system, done(), done(), SessionEnd.LIMIT).toCompletableFuture();

        system.terminate();

        ended.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(system.getWhenTerminated()).isCompleted();
    }

    @Test
    void shouldFailIfTheSystemDoesNotEnd() {
        CompletableFuture<@Nullable Void> ended = SessionEnd.of(
                        system, done(), new CompletableFuture<>(), Duration.ofSeconds(1))
                .toCompletableFuture();

        assertThatThrownBy(() -> ended.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("has not ended within 1 s");
    }

    private Socket connect() throws IOException {
        system.actorSelection("akka://ending@127.0.0.1:" + node.getLocalPort() + "/user/anyone")
                .tell("hello", ActorRef.noSender());
        return node.accept();
    }

    private static void awaitEnd(Socket connection) throws IOException {
        connection.setSoTimeout(PATIENCE_MILLIS);
        try {
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            // It is at its end, too.
        }
    }

    private static CompletableFuture<@Nullable Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
