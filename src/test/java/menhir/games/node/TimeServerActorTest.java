package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import menhir.games.clock.ClockMessage.Adjust;
import menhir.games.clock.ClockMessage.PollReply;
import menhir.games.clock.ClockTiming;
import menhir.games.clock.Round;
import menhir.games.clock.Round.NodeOffset;
import menhir.games.node.ClockAgent.AdjustClock;
import menhir.games.node.ClockAgent.PollClock;
import menhir.games.node.ClockAgent.RoundFinished;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The time server on node n1, with agents whose clocks and replies the test controls. Everything runs on one thread. */
class TimeServerActorTest {
    private static final ManualTimeKit TIME = new ManualTimeKit("time-server-test");
    private static final ClockTiming TIMING = ClockTiming.standard();
    private static final long MILLI = 1_000;

    /** The agent of a node, which replies at once unless it is silent. */
    private static final class Agent {
        final String node;
        final List<PollClock> polls = new ArrayList<>();
        final List<Adjust> adjustments = new ArrayList<>();
        final List<RoundFinished> rounds = new ArrayList<>();
        long aheadMicros;
        boolean silent;

        Agent(String node) {
            this.node = node;
        }

        Behavior<ClockAgent.Command> behavior() {
            return Behaviors.receiveMessage(message -> {
                if (message instanceof PollClock poll) {
                    polls.add(poll);
                    if (!silent) {
                        reply(poll);
                    }
                } else if (message instanceof AdjustClock adjust) {
                    adjustments.add(adjust.adjust());
                } else if (message instanceof RoundFinished finished) {
                    rounds.add(finished);
                }
                return Behaviors.same();
            });
        }

        void reply(PollClock poll) {
            poll.replyTo()
                    .tell(new PollReply(
                            node, poll.poll().round(), poll.poll().sample(), TIME.nowMicros() + aheadMicros, 1));
        }

        Round lastRound() {
            return rounds.get(rounds.size() - 1).round();
        }
    }

    private final ManualTimeKit.Peers<ClockAgent.Command> peers = TIME.peers();
    private final Map<String, Agent> agents = new TreeMap<>();
    private final NodeClock clock = new NodeClock("n1", 0, 0, TIME::nowMicros);

    @BeforeEach
    void createAgents() {
        for (String node : List.of("n1", "n2", "n3")) {
            Agent agent = new Agent(node);
            agents.put(node, agent);
            peers.set(node, TIME.spawn(agent.behavior()));
        }
        peers.setLive("n1", "n2", "n3");
    }

    @AfterAll
    static void stop() {
        TIME.stop();
    }

    private Agent agent(String node) {
        return Objects.requireNonNull(agents.get(node));
    }

    private void startServer() {
        TIME.spawn(TimeServerActor.create("n1", clock, peers.peers()));
    }

    private static void pass(long micros) {
        TIME.pass(Duration.ofMillis(micros / MILLI));
    }

    private static void passRound() {
        pass(TIMING.intervalMicros());
    }

    @Test
    void shouldPollEachNodeAndSendEachItsAdjustment() {
        agent("n2").aheadMicros = 30 * MILLI;
        agent("n3").aheadMicros = 50 * MILLI;
        startServer();

        passRound();

        assertThat(agent("n2").polls).hasSize(TIMING.samples());
        assertThat(agent("n3").polls).hasSize(TIMING.samples());
        assertThat(agent("n1").polls).as("its own clock is at hand").isEmpty();
        // Repeated against loss.
        assertThat(agent("n2").adjustments).hasSize(TIMING.samples()).containsOnly(new Adjust("n1", 1, 1, 0));
        assertThat(agent("n3").adjustments).hasSize(TIMING.samples()).containsOnly(new Adjust("n1", 1, 1, -20 * MILLI));
        assertThat(clock.status().correctionMicros()).isEqualTo(30 * MILLI);
    }

    @Test
    void shouldTellEveryNodeTheResultOfEachRound() {
        agent("n3").aheadMicros = 90 * MILLI;
        startServer();

        passRound();

        Round expected = new Round(
                1,
                true,
                List.of(
                        new NodeOffset("n1", 0, 0, true),
                        new NodeOffset("n2", 0, 0, true),
                        new NodeOffset("n3", 90 * MILLI, 0, false)));
        for (Agent each : agents.values()) {
            assertThat(each.rounds).containsExactly(new RoundFinished("n1", expected));
        }
        passRound();
        assertThat(agent("n2").rounds).hasSize(2);
        assertThat(agent("n2").lastRound().number()).isEqualTo(2);
    }

    @Test
    void shouldNotAdjustClocksWhenANodeIsSilentAndTheOthersDisagree() {
        agent("n2").aheadMicros = 500 * MILLI;
        agent("n3").silent = true;
        startServer();

        passRound();

        assertThat(agent("n2").lastRound().conclusive()).isFalse();
        assertThat(agent("n2").adjustments).isEmpty();
        assertThat(clock.status().correctionMicros()).isZero();

        for (int i = 0; i < TIMING.silentRounds(); i++) {
            passRound();
        }
        assertThat(agent("n2").lastRound().conclusive())
                .as("the silent node is no longer expected")
                .isTrue();
        assertThat(clock.status().correctionMicros()).isPositive();
    }

    @Test
    void shouldIgnoreLateRepliesAndRepliesOfStrangers() {
        agent("n2").silent = true;
        agent("n3").silent = true;
        startServer();
        pass(5 * MILLI);
        PollClock poll = agent("n2").polls.get(0);
        new Agent("stranger").reply(poll);
        pass(TIMING.maxRoundTripMicros());
        agent("n2").reply(poll);
        pass(TIMING.intervalMicros() - TIMING.maxRoundTripMicros());
        assertThat(agent("n2").polls).as("the second round has begun").hasSize(TIMING.samples() + 1);
        agent("n2").reply(poll);
        passRound();

        assertThat(agent("n3").rounds)
                .hasSize(2)
                .allSatisfy(finished -> assertThat(finished.round().offsets())
                        .extracting(NodeOffset::node)
                        .containsExactly("n1"))
                .noneMatch(finished -> finished.round().conclusive());
    }

    @Test
    void shouldFollowTheLiveNodes() {
        peers.setLive("n1", "n2");
        startServer();
        passRound();
        assertThat(agent("n3").polls).isEmpty();
        assertThat(agent("n2").lastRound().conclusive()).isTrue();

        peers.setLive("n1", "n3");
        pass(TimeServerActor.REFRESH.toMillis() * MILLI);
        int polls = agent("n2").polls.size();
        passRound();
        passRound();

        assertThat(agent("n2").polls).hasSize(polls);
        assertThat(agent("n3").lastRound().offsets())
                .extracting(NodeOffset::node)
                .containsExactly("n1", "n3");
    }

    @Test
    void shouldContinueWithTheClocksAsAPreviousServerLeftThem() {
        agent("n2").aheadMicros = 40 * MILLI;
        agent("n3").aheadMicros = 40 * MILLI;
        startServer();
        passRound();
        passRound();
        long before = clock.micros() - TIME.nowMicros();
        assertThat(before).isEqualTo(40 * MILLI);

        startServer();
        passRound();
        passRound();

        assertThat(clock.micros() - TIME.nowMicros()).isEqualTo(before);
    }
}
