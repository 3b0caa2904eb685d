package menhir.http.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.io.Inet;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AcceptorTest {
    private static final int MANY = 200;

    private final BlockingQueue<Acceptor.Incoming> accepted = new LinkedBlockingQueue<>();
    private ActorSystem<Void> system;

    @BeforeEach
    void start() {
        system = ActorSystem.create(
                Behaviors.empty(),
                "acceptor-test",
                ConfigFactory.parseString("akka.actor.provider = local")
                        .withFallback(ConfigFactory.parseResources("menhir-akka.conf"))
                        .withFallback(ConfigFactory.load())
                        .resolve());
    }

    @AfterEach
    void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    private CompletionStage<Acceptor.Port> bind(int port) {
        return bind(port, List.of());
    }

    private CompletionStage<Acceptor.Port> bind(int port, List<Inet.SocketOption> options) {
        return Acceptor.bind(
                Adapter.toClassic(system),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                MANY,
                options,
                accepted::add);
    }

    private static Socket client(Acceptor.Port port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port.address().getPort());
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    @Test
    void shouldRefuseAPortThatIsTaken() throws Exception {
        int port = get(bind(0)).address().getPort();
        CompletableFuture<Acceptor.Port> second = bind(port).toCompletableFuture();
        assertThatThrownBy(() -> get(second))
                .hasCauseInstanceOf(BindException.class)
                .hasMessageContaining("cannot bind")
                .hasMessageContaining(Integer.toString(port));
    }

    @Test
    void shouldAcceptWhileThoseBeforeAreNotServedYet() throws Exception {
        Acceptor.Port port = get(bind(0));
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                clients.add(client(port));
            }
            for (int i = 0; i < MANY; i++) {
                assertThat(accepted.poll(1, TimeUnit.MINUTES))
                        .as("connection %d", i)
                        .isNotNull();
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /** Akka says nothing of a connection that ends before it is complete: nobody may wait for word of it. */
    @Test
    void shouldGoOnAfterManyConnectionsOfWhichItNeverHears() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Inet.SocketOption option = new Inet.AbstractSocketOption() {
            @Override
            public void afterConnect(Socket socket) {
                if (broken.get()) {
                    throw new IllegalStateException("a connection that breaks");
                }
            }
        };
        Acceptor.Port port = get(bind(0, List.of(option)));
        Logger akka = (Logger) LoggerFactory.getLogger("akka");
        Level before = akka.getLevel();
        akka.setLevel(Level.OFF);
        try {
            for (int i = 0; i < Acceptor.AT_ONCE; i++) {
                try (Socket client = client(port)) {
                    client.setSoTimeout(60_000);
                    assertThat(client.getInputStream().readAllBytes()).isEmpty();
                } catch (SocketException reset) {
                    // It was broken.
                }
            }
            broken.set(false);
            try (Socket client = client(port)) {
                assertThat(accepted.poll(1, TimeUnit.MINUTES)).isNotNull();
                assertThat(client.isConnected()).isTrue();
            }
        } finally {
            akka.setLevel(before);
        }
    }

    @Test
    void shouldAcceptNoMoreWhenItIsUnbound() throws Exception {
        Acceptor.Port port = get(bind(0));
        try (Socket client = client(port)) {
            assertThat(accepted.poll(1, TimeUnit.MINUTES)).isNotNull();
            assertThat(client.isConnected()).isTrue();
        }
        get(port.unbind());
        assertThatThrownBy(() -> client(port).close()).isInstanceOf(ConnectException.class);
    }
}
