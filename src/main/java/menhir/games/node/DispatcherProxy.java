package menhir.games.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import menhir.games.node.ClientCounts.Count;
import menhir.games.node.Dispatcher.Changed;
import menhir.games.node.Dispatcher.Sent;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * Asks the {@link Dispatcher} for this node's clients, and remembers its counts. When the dispatcher does not answer, he
 * decides by what he remembers: a client is better sent somewhere than nowhere.
 */
public final class DispatcherProxy extends AbstractBehavior<DispatcherProxy.Command> {

    /** His name, the same on every node. */
    public static final String NAME = "doorman";

    public sealed interface Command {}

    /** A client wants a front-end; null when none is live. */
    public record Send(CompletableFuture<@Nullable String> answer) implements Command {}

    /** A front-end got clients, or lost them; answers whether it is live. */
    public record Change(String frontEnd, long sent, long registered, CompletableFuture<Boolean> answer)
            implements Command {}

    /** Remember this. */
    record Remember(Memory memory) implements Command, CborMessage {}

    /** What do you remember? */
    record Recall(ActorRef<Memory> replyTo) implements Command, CborMessage {}

    /** How the counts stood. */
    record Memory(long atMillis, Map<String, Count> counts) implements CborMessage {
        static final Memory NONE = new Memory(0, Map.of());
    }

    private record SendDone(
            CompletableFuture<@Nullable String> answer,
            @Nullable Sent sent) implements Command {}

    private record ChangeDone(Change change, @Nullable Changed changed) implements Command {}

    private static final Duration PATIENCE = Duration.ofMillis(800);
    private static final int MAX_WAITING = 2_000;

    private final ActorRef<Dispatcher.Command> dispatcher;
    private final Supplier<Collection<String>> liveFrontEnds;
    private final ClientCounts own = new ClientCounts();
    private Memory memory = Memory.NONE;
    private int waiting;

    private DispatcherProxy(
            ActorContext<Command> context,
            ActorRef<Dispatcher.Command> dispatcher,
            Supplier<Collection<String>> liveFrontEnds) {
        super(context);
        context.setLoggerName(DispatcherProxy.class);
        this.dispatcher = dispatcher;
        this.liveFrontEnds = liveFrontEnds;
    }

    public static Behavior<Command> create(
            ActorRef<Dispatcher.Command> dispatcher, Supplier<Collection<String>> liveFrontEnds) {
        return Behaviors.setup(context -> new DispatcherProxy(context, dispatcher, liveFrontEnds));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Send.class, this::onSend)
                .onMessage(SendDone.class, this::onSendDone)
                .onMessage(Change.class, this::onChange)
                .onMessage(ChangeDone.class, this::onChangeDone)
                .onMessage(Remember.class, this::onRemember)
                .onMessage(Recall.class, this::onRecall)
                .build();
    }

    private Behavior<Command> onSend(Send request) {
        waiting++;
        if (waiting > MAX_WAITING) {
            return onSendDone(new SendDone(request.answer(), null));
        }
        getContext()
                .ask(
                        Sent.class,
                        dispatcher,
                        PATIENCE,
                        Dispatcher.Send::new,
                        (sent, failure) -> new SendDone(request.answer(), sent));
        return this;
    }

    private Behavior<Command> onSendDone(SendDone done) {
        waiting--;
        Sent sent = done.sent();
        if (sent != null) {
            done.answer().complete(sent.frontEnd());
        } else {
            own.live(liveFrontEnds.get());
            done.answer().complete(own.send());
        }
        return this;
    }

    private Behavior<Command> onChange(Change request) {
        waiting++;
        if (waiting > MAX_WAITING) {
            return onChangeDone(new ChangeDone(request, null));
        }
        getContext()
                .ask(
                        Changed.class,
                        dispatcher,
                        PATIENCE,
                        (ActorRef<Changed> replyTo) -> new Dispatcher.Change(
                                request.frontEnd(), request.sent(), request.registered(), replyTo),
                        (changed, failure) -> new ChangeDone(request, changed));
        return this;
    }

    private Behavior<Command> onChangeDone(ChangeDone done) {
        waiting--;
        Changed changed = done.changed();
        Change request = done.change();
        if (changed != null) {
            request.answer().complete(changed.known());
        } else {
            own.live(liveFrontEnds.get());
            request.answer().complete(own.change(request.frontEnd(), request.sent(), request.registered()));
        }
        return this;
    }

    private Behavior<Command> onRemember(Remember message) {
        memory = message.memory();
        own.live(liveFrontEnds.get());
        own.replace(memory.counts());
        return this;
    }

    private Behavior<Command> onRecall(Recall recall) {
        recall.replyTo().tell(new Memory(memory.atMillis(), own.all()));
        return this;
    }
}
