package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import menhir.games.clock.ClockMessage.Adjust;
import menhir.games.clock.ClockMessage.Poll;
import menhir.games.clock.ClockMessage.PollReply;
import menhir.games.clock.ClockTiming;
import menhir.games.clock.Round;
import menhir.games.node.ClockAgent.AdjustClock;
import menhir.games.node.ClockAgent.PollClock;
import menhir.games.node.ClockAgent.RoundFinished;
import org.junit.jupiter.api.Test;

/** The agent and the clock of its node, on a physical clock that the test sets. */
class ClockAgentTest {
    private static final long START = 1_700_000_000_000_000L;
    private static final long ROUND_MICROS = ClockTiming.standard().intervalMicros();

    private final AtomicLong physicalMicros = new AtomicLong(START);
    private final NodeClock clock = new NodeClock("n2", 5_000, 0, physicalMicros::get);
    private final BehaviorTestKit<ClockAgent.Command> agent = BehaviorTestKit.create(ClockAgent.create(clock));
    private final TestInbox<PollReply> server = TestInbox.create();

    private PollReply poll() {
        agent.run(new PollClock(new Poll("n1", 3, 2), server.getRef()));
        return server.receiveMessage();
    }

    private void adjust(long basedOn, long byMicros) {
        agent.run(new AdjustClock(new Adjust("n1", 3, basedOn, byMicros)));
    }

    @Test
    void shouldReplyToAPollWithTheTimeOfItsClock() {
        physicalMicros.addAndGet(1_000);

        PollReply reply = poll();

        assertThat(reply).isEqualTo(new PollReply("n2", 3, 2, START + 6_000, reply.version()));
    }

    @Test
    void shouldSlewItsClockByAnAdjustment() {
        adjust(poll().version(), -20_000);

        assertThat(poll().timeMicros()).as("as if complete").isEqualTo(START + 5_000 - 20_000);
        assertThat(clock.micros()).as("not yet for readers").isEqualTo(START + 5_000);
        physicalMicros.addAndGet(ROUND_MICROS);
        assertThat(clock.micros()).isEqualTo(START + ROUND_MICROS - 15_000);
        assertThat(clock.asClock().millis()).isEqualTo((START + ROUND_MICROS - 15_000) / 1_000);
        assertThat(clock.status().correctionMicros()).isEqualTo(-20_000);
        assertThat(clock.status().pendingMicros()).isZero();
    }

    @Test
    void shouldIgnoreDuplicateLateAndForeignAdjustments() {
        long version = poll().version();
        adjust(version, 1_000);
        adjust(version, 1_000);
        agent.run(new AdjustClock(new Adjust("second-server", 9, version, -700)));
        adjust(version - 1, 400);
        assertThat(clock.status().correctionMicros()).isEqualTo(1_000);

        adjust(poll().version(), 500);
        assertThat(clock.status().correctionMicros()).isEqualTo(1_500);
    }

    @Test
    void shouldLimitAnExcessiveAdjustment() {
        adjust(poll().version(), Long.MIN_VALUE);

        assertThat(clock.status().correctionMicros())
                .isEqualTo(-ClockTiming.standard().maxAdjustMicros());
        physicalMicros.addAndGet(1_000);
        long before = clock.micros();
        physicalMicros.addAndGet(1_000);
        assertThat(clock.micros()).as("readers never see it run backwards").isGreaterThan(before);
    }

    @Test
    void shouldShowTheLastRound() {
        assertThat(clock.status().server()).isNull();
        assertThat(clock.status().round()).isNull();
        Round round = new Round(7, true, List.of(new Round.NodeOffset("n2", 5_000, 300, true)));

        agent.run(new RoundFinished("n1", round));

        assertThat(clock.status().node()).isEqualTo("n2");
        assertThat(clock.status().server()).isEqualTo("n1");
        assertThat(clock.status().round()).isEqualTo(round);
    }
}
