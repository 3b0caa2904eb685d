package menhir.games.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import menhir.cluster.ClusterPeers;
import menhir.games.node.ClientCounts.Count;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/** The one that counts all front-ends' clients, as cluster singleton. Nothing here is durable: see the package. */
public final class Dispatcher extends AbstractBehavior<Dispatcher.Command> {

    public sealed interface Command {}

    /** A client wants a front-end. */
    record Send(ActorRef<Sent> replyTo) implements Command, CborMessage {}

    /** A front-end got so many clients more (negative: fewer). */
    record Change(String frontEnd, long sent, long registered, ActorRef<Changed> replyTo)
            implements Command, CborMessage {}

    /** To {@link Send}: host:port, or null if there is none. */
    record Sent(@Nullable String frontEnd) implements CborMessage {}

    /** To {@link Change}: whether the front-end is live. */
    record Changed(boolean known) implements CborMessage {}

    private record Remembered(DispatcherProxy.Memory memory) implements Command {}

    private record Tick() implements Command {}

    private static final Duration TICK = Duration.ofMillis(500);
    private static final int LEARNING_TICKS = 2;

    private final ClusterPeers<DispatcherProxy.Command> doormen;
    private final Supplier<Collection<String>> liveFrontEnds;
    private final ClientCounts counts = new ClientCounts();
    private final ActorRef<DispatcherProxy.Memory> memories;
    private DispatcherProxy.Memory newest = DispatcherProxy.Memory.NONE;
    private Map<String, Count> told = Map.of();
    private int ticks;

    private Dispatcher(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ClusterPeers<DispatcherProxy.Command> doormen,
            Supplier<Collection<String>> liveFrontEnds) {
        super(context);
        context.setLoggerName(Dispatcher.class);
        this.doormen = doormen;
        this.liveFrontEnds = liveFrontEnds;
        this.memories = context.messageAdapter(DispatcherProxy.Memory.class, Remembered::new);
        doormen.refresh();
        doormen.tellAll(new DispatcherProxy.Recall(memories));
        timers.startTimerWithFixedDelay(new Tick(), TICK);
    }

    /**
     * The dispatcher.
     *
     * @param doormen for this actor alone
     * @param liveFrontEnds host:port of those that can be reached now
     */
    public static Behavior<Command> create(
            ClusterPeers<DispatcherProxy.Command> doormen, Supplier<Collection<String>> liveFrontEnds) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Dispatcher(context, timers, doormen, liveFrontEnds)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Send.class, this::onSend)
                .onMessage(Change.class, this::onChange)
                .onMessage(Remembered.class, this::onRemembered)
                .onMessage(Tick.class, this::onTick)
                .build();
    }

    private Behavior<Command> onSend(Send request) {
        counts.live(liveFrontEnds.get());
        request.replyTo().tell(new Sent(counts.send()));
        return this;
    }

    private Behavior<Command> onChange(Change change) {
        counts.live(liveFrontEnds.get());
        change.replyTo().tell(new Changed(counts.change(change.frontEnd(), change.sent(), change.registered())));
        return this;
    }

    private Behavior<Command> onRemembered(Remembered message) {
        if (message.memory().atMillis() > newest.atMillis()) {
            newest = message.memory();
        }
        return this;
    }

    /** A new dispatcher first listens what is remembered; what clients do meanwhile is added to that. */
    private Behavior<Command> onTick(Tick tick) {
        doormen.refresh();
        counts.live(liveFrontEnds.get());
        if (ticks < LEARNING_TICKS) {
            ticks++;
            if (ticks == LEARNING_TICKS) {
                counts.add(newest.counts());
            }
            return this;
        }
        Map<String, Count> now = counts.all();
        if (!now.equals(told)) {
            told = now;
            doormen.tellAll(new DispatcherProxy.Remember(new DispatcherProxy.Memory(System.currentTimeMillis(), now)));
        }
        return this;
    }
}
