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
import java.util.function.Supplier;
import menhir.cluster.ClusterPeers;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * Assigns clients to front-ends and counts the clients of all front-ends, as a cluster singleton. Since one actor handles one
 * request after the other, no two requests see the same counts. Nothing is durable: a new dispatcher recovers the counts from
 * the proxies ({@link DispatcherCounts}).
 */
public final class Dispatcher extends AbstractBehavior<Dispatcher.Command> {

    public sealed interface Command {}

    /** Assigns a client to a front-end. */
    record DispatchClient(ActorRef<ClientDispatched> replyTo) implements Command, CborMessage {}

    /** Adds to the counts of a front-end; negative numbers subtract. */
    record ChangeCounts(String frontEnd, long dispatched, long registered, ActorRef<CountsChanged> replyTo)
            implements Command, CborMessage {}

    /** Reply to {@link DispatchClient}: host:port, or null if no front-end is live. */
    record ClientDispatched(@Nullable String frontEnd) implements CborMessage {}

    /** Reply to {@link ChangeCounts}: whether the front-end is live. */
    record CountsChanged(boolean live) implements CborMessage {}

    private record SnapshotReceived(CountsSnapshot snapshot) implements Command {}

    private record Tick() implements Command {}

    static final Duration TICK = Duration.ofMillis(500);

    private final ClusterPeers<DispatcherProxy.Command> proxies;
    private final Supplier<Collection<String>> liveFrontEnds;
    private final DispatcherCounts counts = new DispatcherCounts();

    private Dispatcher(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ClusterPeers<DispatcherProxy.Command> proxies,
            Supplier<Collection<String>> liveFrontEnds) {
        super(context);
        context.setLoggerName(Dispatcher.class);
        this.proxies = proxies;
        this.liveFrontEnds = liveFrontEnds;
        proxies.refresh();
        proxies.tellAll(
                new DispatcherProxy.GetSnapshot(context.messageAdapter(CountsSnapshot.class, SnapshotReceived::new)));
        timers.startTimerWithFixedDelay(new Tick(), TICK);
    }

    /**
     * The dispatcher.
     *
     * @param proxies for this actor only
     * @param liveFrontEnds host:port of the reachable front-ends
     */
    public static Behavior<Command> create(
            ClusterPeers<DispatcherProxy.Command> proxies, Supplier<Collection<String>> liveFrontEnds) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Dispatcher(context, timers, proxies, liveFrontEnds)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(DispatchClient.class, this::onDispatchClient)
                .onMessage(ChangeCounts.class, this::onChangeCounts)
                .onMessage(SnapshotReceived.class, this::onSnapshotReceived)
                .onMessage(Tick.class, this::onTick)
                .build();
    }

    private Behavior<Command> onDispatchClient(DispatchClient request) {
        request.replyTo().tell(new ClientDispatched(counts.dispatch(liveFrontEnds.get())));
        return this;
    }

    private Behavior<Command> onChangeCounts(ChangeCounts request) {
        boolean live =
                counts.change(request.frontEnd(), request.dispatched(), request.registered(), liveFrontEnds.get());
        request.replyTo().tell(new CountsChanged(live));
        return this;
    }

    private Behavior<Command> onSnapshotReceived(SnapshotReceived message) {
        counts.onSnapshot(message.snapshot());
        return this;
    }

    private Behavior<Command> onTick(Tick tick) {
        proxies.refresh();
        CountsSnapshot changed = counts.tick(liveFrontEnds.get());
        if (changed != null) {
            proxies.tellAll(new DispatcherProxy.KeepSnapshot(changed));
        }
        return this;
    }
}
