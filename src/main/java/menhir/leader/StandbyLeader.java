package menhir.leader;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import menhir.replica.OrderReplica;
import menhir.replica.OrderReplica.LeaderKnown;
import org.jspecify.annotations.Nullable;

/**
 * Leads when no one else does. Akka moves a singleton only after it is sure that its node is gone, which takes several
 * seconds; since the epoch gives safety, a deputy need not wait: when the lease of the last leader has run out in its own
 * slot, it starts an acting {@link OrderLeader}. The deputies of different nodes wait for unequal times, so that one goes
 * first.
 */
public final class StandbyLeader extends AbstractBehavior<StandbyLeader.Command> {

    public sealed interface Command {}

    private record Known(LeaderKnown known) implements Command {}

    private record Tick() implements Command {}

    private final LeaderSettings settings;
    private final int slot;
    private final ActorRef<LeaderKnown> adapter;
    private @Nullable ActorRef<OrderLeader.Message> acting;
    private long silentSince = Long.MAX_VALUE;

    private StandbyLeader(
            ActorContext<Command> context, TimerScheduler<Command> timers, LeaderSettings settings, int slot) {
        super(context);
        context.setLoggerName(StandbyLeader.class);
        this.settings = settings;
        this.slot = slot;
        this.adapter = context.messageAdapter(LeaderKnown.class, Known::new);
        timers.startTimerWithFixedDelay(
                new Tick(), Duration.ofMillis(Math.max(1, settings.timing().heartbeatMillis() / 2)));
    }

    /** A deputy that watches the leader's lease in this slot, which is on its own node. */
    public static Behavior<Command> create(LeaderSettings settings, int slot) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new StandbyLeader(context, timers, settings, slot)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Tick.class, this::onTick)
                .onMessage(Known.class, this::onKnown)
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private Behavior<Command> onTick(Tick tick) {
        if (acting == null) {
            settings.replicas().tell(slot, new OrderReplica.WhoLeads(adapter));
        }
        return this;
    }

    private Behavior<Command> onKnown(Known message) {
        long now = System.nanoTime() / 1_000_000;
        if (acting != null || message.known().leaseRemainingMillis() > 0) {
            silentSince = Long.MAX_VALUE;
            return this;
        }
        silentSince = Math.min(silentSince, now);
        if (now - silentSince >= patienceMillis(message.known())) {
            getContext().getLog().info("{}: no leader is heard in slot {}; acting as leader", settings.store(), slot);
            acting = getContext().spawnAnonymous(OrderLeader.create(settings, false));
            getContext().watch(acting);
        }
        return this;
    }

    /**
     * At the very first start the singleton should lead; after a leader's death the slots go one after the other, so that a
     * second candidate finds the first one leading.
     */
    private long patienceMillis(LeaderKnown known) {
        long turn = settings.timing().resendMillis();
        return known.leader() == null ? 6 * turn + slot * turn : (slot - 1) * turn;
    }

    private Behavior<Command> onTerminated(Terminated terminated) {
        acting = null;
        silentSince = Long.MAX_VALUE;
        return this;
    }
}
