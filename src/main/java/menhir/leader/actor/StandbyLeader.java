package menhir.leader.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import menhir.leader.LeaderSettings;
import menhir.leader.StandbyPolicy;
import menhir.leader.actor.OrderLeader.LeaderRefs;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.actor.OrderReplica;
import menhir.replica.actor.Ticks;
import menhir.replication.ReplicaMessage.Succession;
import org.jspecify.annotations.Nullable;

/**
 * Starts an acting {@link OrderLeader} when no leader is heard in the first slot of its own node, or when a leader has made way
 * for one of its slots: the actor around {@link StandbyPolicy}.
 */
public final class StandbyLeader extends AbstractBehavior<StandbyLeader.Command> {

    public sealed interface Command {}

    private record Known(LeaderKnown known) implements Command {}

    private record Tick() implements Command {}

    private record Stop() implements Command {}

    private final LeaderSettings settings;
    private final LeaderRefs refs;
    private final StandbyPolicy policy;
    private final Ticks<Command> ticks;
    private final ActorRef<LeaderKnown> known;
    private @Nullable ActorRef<OrderLeader.Message> acting;
    private boolean stopping;

    private StandbyLeader(
            ActorContext<Command> context, TimerScheduler<Command> timers, LeaderSettings settings, LeaderRefs refs) {
        super(context);
        context.setLoggerName(StandbyLeader.class);
        this.settings = settings;
        this.refs = refs;
        int slot = settings.localSlots().get(0);
        this.policy = new StandbyPolicy(settings.timing(), slot, settings.standbyRank(slot));
        this.known = context.messageAdapter(LeaderKnown.class, Known::new);
        this.ticks = new Ticks<>(timers, new Tick());
        ticks.every(policy.askMillis());
    }

    /** The standby of a node with at least one slot. */
    public static Behavior<Command> create(LeaderSettings settings, LeaderRefs refs) {
        return Behaviors.setup(context -> {
            LeaderShutdown.stopBeforeSharding(context, "standby-leader-" + settings.store(), new Stop());
            return Behaviors.withTimers(timers -> new StandbyLeader(context, timers, settings, refs));
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Tick.class, this::onTick)
                .onMessage(Known.class, this::onKnown)
                .onMessage(Stop.class, this::onStop)
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private Behavior<Command> onTick(Tick tick) {
        if (acting == null) {
            settings.localSlots().forEach(slot -> refs.replicas().tell(slot, new OrderReplica.GetLeader(known)));
        }
        return this;
    }

    private Behavior<Command> onKnown(Known message) {
        if (acting == null && policy.shouldAct(message.known(), System.nanoTime() / 1_000_000)) {
            String reason = message.known().succession() == Succession.THIS_SLOT
                    ? "the leader has made way for"
                    : "no leader is heard in";
            getContext()
                    .getLog()
                    .info(
                            "{}: {} slot {}; acting as leader",
                            settings.store(),
                            reason,
                            message.known().slot());
            acting = getContext().spawnAnonymous(OrderLeader.create(settings, refs, false));
            getContext().watch(acting);
        }
        ticks.every(policy.askMillis());
        return this;
    }

    private Behavior<Command> onStop(Stop stop) {
        stopping = true;
        if (acting == null) {
            return Behaviors.stopped();
        }
        acting.tell(new OrderLeader.Stop());
        return this;
    }

    private Behavior<Command> onTerminated(Terminated terminated) {
        if (stopping) {
            return Behaviors.stopped();
        }
        acting = null;
        policy.reset();
        ticks.every(policy.askMillis());
        return this;
    }
}
