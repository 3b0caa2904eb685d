package menhir.games.node;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import menhir.cluster.ClusterPeers;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * The membership service of the multicast. Each node has one; the one on the first live node, by name, proposes views to the
 * store's log. Several may propose at once when nodes disagree about who is live. That is harmless: a proposal names the view
 * that it follows, and the log accepts one.
 *
 * <p>Nothing is durable: a new coordinator reads the view from the store, and the raffle members announce themselves to the
 * node that they see as first.
 */
public final class ViewCoordinator extends AbstractBehavior<ViewCoordinator.Command> {

    /** The actor's name, the same on every node. */
    public static final String NAME = "view-coordinator";

    public sealed interface Command {}

    /** A raffle member is alive. */
    record Announce(MemberIncarnation member) implements Command, CborMessage {}

    /** The current view; null if the lookup failed. */
    private record ViewRead(@Nullable MembershipView view) implements Command {}

    /** The view that was proposed; null if it was rejected, or the proposal failed. */
    private record ViewProposed(@Nullable MembershipView view) implements Command {}

    private record Tick() implements Command {}

    static final Duration TICK = Duration.ofMillis(200);

    private final MembershipLog log;
    private final String node;
    private final ClusterPeers<Command> coordinators;
    private final LongSupplier nowMillis;
    private final ViewRules rules = new ViewRules();

    /** Whether a lookup or a proposal is in progress. */
    private boolean busy;

    private ViewCoordinator(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            MembershipLog log,
            String node,
            ClusterPeers<Command> coordinators,
            LongSupplier nowMillis) {
        super(context);
        context.setLoggerName(ViewCoordinator.class);
        this.log = log;
        this.node = node;
        this.coordinators = coordinators;
        this.nowMillis = nowMillis;
        timers.startTimerWithFixedDelay(new Tick(), TICK);
    }

    /**
     * The coordinator on this node.
     *
     * @param log agrees on the views
     * @param coordinators for this actor only
     */
    public static Behavior<Command> create(MembershipLog log, String node, ClusterPeers<Command> coordinators) {
        return create(log, node, coordinators, () -> System.nanoTime() / 1_000_000);
    }

    static Behavior<Command> create(
            MembershipLog log, String node, ClusterPeers<Command> coordinators, LongSupplier nowMillis) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ViewCoordinator(context, timers, log, node, coordinators, nowMillis)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Announce.class, this::onAnnounce)
                .onMessage(Tick.class, this::onTick)
                .onMessage(ViewRead.class, this::onViewRead)
                .onMessage(ViewProposed.class, this::onViewProposed)
                .build();
    }

    private Behavior<Command> onAnnounce(Announce message) {
        rules.announced(message.member(), nowMillis.getAsLong());
        return this;
    }

    private Behavior<Command> onTick(Tick tick) {
        coordinators.refresh();
        rules.coordinate(node.equals(coordinators.first()), nowMillis.getAsLong());
        if (rules.isCoordinating() && !busy) {
            busy = true;
            getContext().pipeToSelf(log.currentView(), (view, failure) -> new ViewRead(view));
        }
        return this;
    }

    private Behavior<Command> onViewRead(ViewRead message) {
        busy = false;
        MembershipView view = message.view();
        List<MemberIncarnation> members =
                view == null ? null : rules.proposal(view, coordinators.names(), nowMillis.getAsLong());
        if (view != null && members != null) {
            busy = true;
            getContext()
                    .pipeToSelf(log.propose(view.number(), members), (proposed, failure) -> new ViewProposed(proposed));
        }
        return this;
    }

    /** Whatever the outcome, the next tick reads the current view. */
    private Behavior<Command> onViewProposed(ViewProposed message) {
        busy = false;
        MembershipView view = message.view();
        if (view != null) {
            getContext().getLog().info("membership view {}: {}", view.number(), view.members());
        }
        return this;
    }
}
