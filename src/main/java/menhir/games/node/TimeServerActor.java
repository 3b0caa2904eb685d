package menhir.games.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import menhir.cluster.ClusterPeers;
import menhir.games.clock.ClockMessage;
import menhir.games.clock.ClockMessage.Adjust;
import menhir.games.clock.ClockMessage.Answer;
import menhir.games.clock.ClockMessage.Poll;
import menhir.games.clock.Round;
import menhir.games.clock.TimeServer;

/**
 * The elected time server: a shell around {@link TimeServer}. Being elected is being the cluster singleton; two at once, or
 * none for a while, do no harm. Nothing here is durable, nor need be.
 */
public final class TimeServerActor extends AbstractBehavior<TimeServerActor.Command> {

    public sealed interface Command {}

    private record Answered(Answer answer) implements Command {}

    private record Tick() implements Command {}

    private record LookAround() implements Command {}

    private static final long MILLI = 1_000;
    private static final Duration LOOK_AROUND = Duration.ofMillis(500);

    private final String node;
    private final NodeClock clock;
    private final TimerScheduler<Command> timers;
    private final ClusterPeers<ClockAgent.Command> clocks;
    private final TimeServer server;
    private final ActorRef<Answer> answers;
    private long toldRound;

    private TimeServerActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String node,
            NodeClock clock,
            ClusterPeers<ClockAgent.Command> clocks) {
        super(context);
        context.setLoggerName(TimeServerActor.class);
        this.node = node;
        this.clock = clock;
        this.timers = timers;
        this.clocks = clocks;
        this.server = new TimeServer(node, clock.unlocked(), NodeClock.timing(), this::send, clock.physicalMicros());
        this.answers = context.messageAdapter(Answer.class, Answered::new);
        tickWhenDue();
        timers.startTimerWithFixedDelay(new LookAround(), Duration.ZERO, LOOK_AROUND);
        context.getLog().info("{} is the time server", node);
    }

    /**
     * The time server on this node.
     *
     * @param clocks the {@link ClockAgent}s, for this actor alone
     */
    public static Behavior<Command> create(String node, NodeClock clock, ClusterPeers<ClockAgent.Command> clocks) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new TimeServerActor(context, timers, node, clock, clocks)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(Tick.class, this::onTick)
                .onMessage(LookAround.class, this::onLookAround)
                .build();
    }

    private Behavior<Command> onAnswered(Answered message) {
        clock.locked(() -> server.onAnswer(message.answer(), clock.physicalMicros()));
        return this;
    }

    private Behavior<Command> onTick(Tick tick) {
        clock.locked(() -> server.tick(clock.physicalMicros()));
        Round last = server.lastRound();
        if (last.number() > toldRound) {
            toldRound = last.number();
            clocks.tellAll(new ClockAgent.RoundDone(node, last));
        }
        tickWhenDue();
        return this;
    }

    /** Between the rounds nothing is done. */
    private void tickWhenDue() {
        long micros = server.nextTickMicros() - clock.physicalMicros();
        timers.startSingleTimer(new Tick(), Duration.ofNanos(1_000 * Math.max(MILLI, micros)));
    }

    private Behavior<Command> onLookAround(LookAround lookAround) {
        clocks.refresh();
        server.onNodes(clocks.names());
        return this;
    }

    private void send(String to, ClockMessage message) {
        if (message instanceof Poll poll) {
            clocks.tell(to, new ClockAgent.Ask(poll, answers));
        } else if (message instanceof Adjust adjust) {
            clocks.tell(to, new ClockAgent.Correct(adjust));
        }
    }
}
