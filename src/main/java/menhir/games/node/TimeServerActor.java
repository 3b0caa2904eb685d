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
import menhir.games.clock.ClockMessage.Poll;
import menhir.games.clock.ClockMessage.PollReply;
import menhir.games.clock.Round;
import menhir.games.clock.TimeServer;

/**
 * The elected time server: runs {@link TimeServer}. The election is that of the cluster singleton; two servers at once, or
 * none for a while, are harmless. Nothing is durable.
 */
public final class TimeServerActor extends AbstractBehavior<TimeServerActor.Command> {

    public sealed interface Command {}

    private record ReplyReceived(PollReply reply) implements Command {}

    private record Tick() implements Command {}

    private record RefreshNodes() implements Command {}

    static final Duration REFRESH = Duration.ofMillis(500);
    private static final Duration SHORTEST_TICK = Duration.ofMillis(1);

    private final NodeClock clock;
    private final TimerScheduler<Command> timers;
    private final ClusterPeers<ClockAgent.Command> agents;
    private final TimeServer server;

    private TimeServerActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String node,
            NodeClock clock,
            ClusterPeers<ClockAgent.Command> agents) {
        super(context);
        context.setLoggerName(TimeServerActor.class);
        this.clock = clock;
        this.timers = timers;
        this.agents = agents;
        Output output = new Output(node, agents, context.messageAdapter(PollReply.class, ReplyReceived::new));
        this.server = clock.newTimeServer(output);
        startTickTimer();
        timers.startTimerWithFixedDelay(new RefreshNodes(), Duration.ZERO, REFRESH);
        context.getLog().info("{} is the time server", node);
    }

    /**
     * The time server on this node.
     *
     * @param agents for this actor only
     */
    public static Behavior<Command> create(String node, NodeClock clock, ClusterPeers<ClockAgent.Command> agents) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new TimeServerActor(context, timers, node, clock, agents)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(ReplyReceived.class, this::onReplyReceived)
                .onMessage(Tick.class, this::onTick)
                .onMessage(RefreshNodes.class, this::onRefreshNodes)
                .build();
    }

    private Behavior<Command> onReplyReceived(ReplyReceived message) {
        clock.step(now -> server.onReply(message.reply(), now));
        return this;
    }

    private Behavior<Command> onTick(Tick tick) {
        clock.step(server::tick);
        startTickTimer();
        return this;
    }

    private Behavior<Command> onRefreshNodes(RefreshNodes message) {
        agents.refresh();
        server.onNodes(agents.names());
        return this;
    }

    private void startTickTimer() {
        Duration delay = Duration.ofNanos(1_000 * (server.nextTickMicros() - clock.physicalMicros()));
        timers.startSingleTimer(new Tick(), delay.compareTo(SHORTEST_TICK) < 0 ? SHORTEST_TICK : delay);
    }

    private record Output(String node, ClusterPeers<ClockAgent.Command> agents, ActorRef<PollReply> replies)
            implements TimeServer.Output {
        @Override
        public void send(String to, ClockMessage message) {
            if (message instanceof Poll poll) {
                agents.tell(to, new ClockAgent.PollClock(poll, replies));
            } else if (message instanceof Adjust adjust) {
                agents.tell(to, new ClockAgent.AdjustClock(adjust));
            }
        }

        @Override
        public void roundFinished(Round round) {
            agents.tellAll(new ClockAgent.RoundFinished(node, round));
        }
    }
}
