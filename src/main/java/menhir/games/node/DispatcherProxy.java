package menhir.games.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import menhir.games.node.Dispatcher.ClientDispatched;
import menhir.games.node.Dispatcher.CountsChanged;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * Forwards this node's requests to the {@link Dispatcher} and keeps a copy of its counts. When the dispatcher does not reply,
 * the proxy decides by its copy: approximate balance is better than no front-end.
 */
public final class DispatcherProxy extends AbstractBehavior<DispatcherProxy.Command> {

    /** The actor's name, the same on every node. */
    public static final String NAME = "dispatcher-proxy";

    public sealed interface Command {}

    /** Assigns a client to a front-end; empty if none is live. */
    record DispatchClient(CompletableFuture<Optional<String>> reply) implements Command {}

    /** Adds to the counts of a front-end; replies whether it is live. */
    record ChangeCounts(String frontEnd, long dispatched, long registered, CompletableFuture<Boolean> reply)
            implements Command {}

    /** From the dispatcher: its counts have changed. */
    record KeepSnapshot(CountsSnapshot snapshot) implements Command, CborMessage {}

    /** From a new dispatcher, which recovers its predecessor's counts. */
    record GetSnapshot(ActorRef<CountsSnapshot> replyTo) implements Command, CborMessage {}

    /** The dispatcher's reply; null if there was none. */
    private record DispatchReply(
            DispatchClient request, @Nullable ClientDispatched dispatched) implements Command {}

    /** The dispatcher's reply; null if there was none. */
    private record ChangeReply(
            ChangeCounts request, @Nullable CountsChanged changed) implements Command {}

    /** Whether the front-end chosen for a client accepts connections; those that were chosen before do not. */
    private record Probed(DispatchClient request, String frontEnd, boolean accepts, Set<String> refusing)
            implements Command {}

    static final Duration REPLY_TIMEOUT = Duration.ofMillis(800);

    /** Most requests that wait for the dispatcher; the copy of its counts decides any more. */
    static final int MAX_PENDING = 2_000;

    private final ActorRef<Dispatcher.Command> dispatcher;
    private final Supplier<Collection<String>> liveFrontEnds;
    private final Function<String, CompletionStage<Boolean>> accepts;
    private final FallbackCounts fallback = new FallbackCounts();
    private int pending;

    private DispatcherProxy(
            ActorContext<Command> context,
            ActorRef<Dispatcher.Command> dispatcher,
            Supplier<Collection<String>> liveFrontEnds,
            Function<String, CompletionStage<Boolean>> accepts) {
        super(context);
        context.setLoggerName(DispatcherProxy.class);
        this.dispatcher = dispatcher;
        this.liveFrontEnds = liveFrontEnds;
        this.accepts = accepts;
    }

    /**
     * The proxy on this node.
     *
     * @param liveFrontEnds host:port of the reachable front-ends, as far as the cluster knows
     * @param accepts whether a front-end accepts connections, see {@link FrontEndProbe}
     */
    public static Behavior<Command> create(
            ActorRef<Dispatcher.Command> dispatcher,
            Supplier<Collection<String>> liveFrontEnds,
            Function<String, CompletionStage<Boolean>> accepts) {
        return Behaviors.setup(context -> new DispatcherProxy(context, dispatcher, liveFrontEnds, accepts));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(DispatchClient.class, this::onDispatchClient)
                .onMessage(DispatchReply.class, this::onDispatchReply)
                .onMessage(Probed.class, this::onProbed)
                .onMessage(ChangeCounts.class, this::onChangeCounts)
                .onMessage(ChangeReply.class, this::onChangeReply)
                .onMessage(KeepSnapshot.class, this::onKeepSnapshot)
                .onMessage(GetSnapshot.class, this::onGetSnapshot)
                .build();
    }

    private Behavior<Command> onDispatchClient(DispatchClient request) {
        pending++;
        if (pending > MAX_PENDING) {
            return onDispatchReply(new DispatchReply(request, null));
        }
        getContext()
                .ask(
                        ClientDispatched.class,
                        dispatcher,
                        REPLY_TIMEOUT,
                        Dispatcher.DispatchClient::new,
                        (reply, failure) -> new DispatchReply(request, reply));
        return this;
    }

    private Behavior<Command> onDispatchReply(DispatchReply reply) {
        pending--;
        Collection<String> live = liveFrontEnds.get();
        ClientDispatched dispatched = reply.dispatched();
        String frontEnd = dispatched != null ? dispatched.frontEnd() : fallback.dispatch(live);
        if (frontEnd != null && !live.contains(frontEnd)) {
            // The dispatcher's node has not noticed yet that the front-end is dead.
            frontEnd = dispatchInstead(live);
        }
        probe(reply.request(), frontEnd, Set.of());
        return this;
    }

    private @Nullable String dispatchInstead(Collection<String> live) {
        String frontEnd = fallback.dispatch(live);
        if (frontEnd != null) {
            tellDispatcher(frontEnd, 1);
        }
        return frontEnd;
    }

    private void tellDispatcher(String frontEnd, long dispatched) {
        dispatcher.tell(new Dispatcher.ChangeCounts(
                frontEnd, dispatched, 0, getContext().getSystem().ignoreRef()));
    }

    private void probe(DispatchClient request, @Nullable String frontEnd, Set<String> refusing) {
        if (frontEnd == null) {
            request.reply().complete(Optional.empty());
            return;
        }
        getContext()
                .pipeToSelf(
                        accepts.apply(frontEnd),
                        (accepted, failure) -> new Probed(request, frontEnd, Boolean.TRUE.equals(accepted), refusing));
    }

    /** A front-end that refuses is dead, although the cluster has not noticed it yet: another one is chosen. */
    private Behavior<Command> onProbed(Probed probed) {
        if (probed.accepts()) {
            probed.request().reply().complete(Optional.of(probed.frontEnd()));
            return this;
        }
        tellDispatcher(probed.frontEnd(), -1);
        Set<String> refusing = new HashSet<>(probed.refusing());
        refusing.add(probed.frontEnd());
        List<String> others = liveFrontEnds.get().stream()
                .filter(frontEnd -> !refusing.contains(frontEnd))
                .toList();
        probe(probed.request(), dispatchInstead(others), refusing);
        return this;
    }

    private Behavior<Command> onChangeCounts(ChangeCounts request) {
        pending++;
        if (pending > MAX_PENDING) {
            return onChangeReply(new ChangeReply(request, null));
        }
        getContext()
                .ask(
                        CountsChanged.class,
                        dispatcher,
                        REPLY_TIMEOUT,
                        (ActorRef<CountsChanged> replyTo) -> new Dispatcher.ChangeCounts(
                                request.frontEnd(), request.dispatched(), request.registered(), replyTo),
                        (reply, failure) -> new ChangeReply(request, reply));
        return this;
    }

    private Behavior<Command> onChangeReply(ChangeReply reply) {
        pending--;
        CountsChanged changed = reply.changed();
        ChangeCounts request = reply.request();
        request.reply()
                .complete(
                        changed != null
                                ? changed.live()
                                : fallback.change(
                                        request.frontEnd(),
                                        request.dispatched(),
                                        request.registered(),
                                        liveFrontEnds.get()));
        return this;
    }

    private Behavior<Command> onKeepSnapshot(KeepSnapshot message) {
        fallback.onSnapshot(message.snapshot(), liveFrontEnds.get());
        return this;
    }

    private Behavior<Command> onGetSnapshot(GetSnapshot request) {
        request.replyTo().tell(fallback.snapshot());
        return this;
    }
}
