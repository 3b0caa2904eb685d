package menhir.http.connections;

import akka.Done;
import akka.NotUsed;
import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.Props;
import akka.actor.ReceiveTimeout;
import akka.io.Inet;
import akka.io.Tcp;
import akka.io.TcpMessage;
import akka.stream.impl.io.IncomingConnectionStage;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;

/**
 * Accepts connections as fast as they come. A stream of them would ask for each one by itself, and each takes some eight
 * messages between actors and the selector before it asks for the next: on a busy machine a few dozen in a second. Clients that
 * are refused and come again would fill the kernel's queue, in which all others wait (decision 47).
 */
final class Acceptor extends AbstractActor {
    /** It has a thread of its own: reference.conf. */
    static final String DISPATCHER = "menhir-accept-dispatcher";

    /** A new connection. Either its bytes are asked for soon, or it is refused. */
    record Incoming(InetSocketAddress remoteAddress, ActorRef connection) {
        /** Turns the bytes for the client into those of the client. */
        Flow<ByteString, ByteString, NotUsed> bytes() {
            return Flow.fromGraph(new IncomingConnectionStage(connection, remoteAddress, false, () -> BoxedUnit.UNIT));
        }

        void refuse() {
            connection.tell(TcpMessage.abort(), ActorRef.noSender());
        }
    }

    /** A port that accepts connections. */
    record Port(InetSocketAddress address, ActorRef listener, ActorRef acceptor, CompletionStage<Done> unbound) {
        /** Accepts no more connections. */
        CompletionStage<Done> unbind() {
            listener.tell(TcpMessage.unbind(), acceptor);
            return unbound;
        }
    }

    /** How many connections the listener may accept before it is asked again. */
    static final int AT_ONCE = 1_024;

    /** Akka says nothing of connections that break while they are accepted, so after this silence it is asked in any case. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final InetSocketAddress address;
    private final Consumer<Incoming> accepted;
    private final CompletableFuture<Port> bound;
    private final CompletableFuture<Done> unbound = new CompletableFuture<>();
    private @Nullable ActorRef listener;
    private int asked;

    private Acceptor(InetSocketAddress address, Consumer<Incoming> accepted, CompletableFuture<Port> bound) {
        this.address = address;
        this.accepted = accepted;
        this.bound = bound;
    }

    /**
     * Binds a port.
     *
     * @param backlog most connections that the kernel has opened and nobody has accepted yet
     * @param accepted is called by one thread
     * @return fails if the port is taken, or the address is not one of this machine
     */
    static CompletionStage<Port> bind(
            ActorSystem system,
            InetSocketAddress address,
            int backlog,
            Iterable<Inet.SocketOption> options,
            Consumer<Incoming> accepted) {
        CompletableFuture<Port> bound = new CompletableFuture<>();
        Props props = Props.create(Acceptor.class, () -> new Acceptor(address, accepted, bound))
                .withDispatcher(DISPATCHER);
        ActorRef acceptor = ((ExtendedActorSystem) system).systemActorOf(props, "menhir-acceptor-" + UUID.randomUUID());
        // In the pull mode, because a connection then reads only as much as its stream asks for.
        Tcp.get(system).manager().tell(TcpMessage.bind(acceptor, address, backlog, options, true), acceptor);
        return bound;
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Tcp.Connected.class, this::onConnected)
                .match(ReceiveTimeout.class, this::onSilence)
                .match(Tcp.Bound.class, this::onBound)
                .match(Tcp.CommandFailed.class, this::onFailed)
                .matchEquals(Tcp.Unbound$.MODULE$, this::onUnbound)
                .build();
    }

    private void onConnected(Tcp.Connected connected) {
        asked--;
        if (asked <= AT_ONCE / 2) {
            ask();
        }
        accepted.accept(new Incoming(connected.remoteAddress(), getSender()));
    }

    private void onSilence(ReceiveTimeout silence) {
        ask();
    }

    private void ask() {
        if (listener != null) {
            asked = AT_ONCE;
            listener.tell(TcpMessage.resumeAccepting(AT_ONCE), getSelf());
        }
    }

    private void onBound(Tcp.Bound success) {
        listener = getSender();
        getContext().setReceiveTimeout(SILENCE);
        ask();
        bound.complete(new Port(success.localAddress(), getSender(), getSelf(), unbound));
    }

    private void onFailed(Tcp.CommandFailed failure) {
        BindException why = new BindException("cannot bind " + address);
        if (failure.cause().isDefined()) {
            why.initCause(failure.cause().get());
        }
        bound.completeExceptionally(why);
        getContext().stop(getSelf());
    }

    private void onUnbound(Tcp.Unbound$ done) {
        getContext().cancelReceiveTimeout();
        unbound.complete(Done.getInstance());
    }
}
