package menhir.leader.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.actor.OrderReplica;
import menhir.replica.actor.SingleSlotStore;
import menhir.replica.actor.SlotSystem;
import menhir.replication.Incarnation;
import menhir.replication.KnownPositions;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A standby of a store with one slot, whose replicas run on a real database. */
class StandbyLeaderTest {
    private static final Duration PATIENCE = SlotSystem.PATIENCE;
    private static final Duration POLL = Duration.ofMillis(20);

    @RegisterExtension
    static final SlotSystem system = SlotSystem.create();

    private final SingleSlotStore store = SingleSlotStore.in(system);
    private final TestProbe<LeaderKnown> probe = system.probe(LeaderKnown.class);

    private ActorRef<StandbyLeader.Command> start() {
        return system.kit.spawn(StandbyLeader.create(OrderLeaderTest.settings(store), OrderLeaderTest.refs(store)));
    }

    private LeaderKnown known() {
        store.log().tell(new OrderReplica.GetLeader(probe.getRef()));
        return probe.receiveMessage(PATIENCE);
    }

    private LeaderKnown awaitLeader(long aboveEpoch) {
        return probe.awaitAssert(PATIENCE, POLL, () -> {
            LeaderKnown known = known();
            assertThat(known.leader()).isNotNull();
            assertThat(known.epoch()).isGreaterThan(aboveEpoch);
            return known;
        });
    }

    private static ActorRef<OrderLeader.Message> actor(LeaderKnown known) {
        return ActorRefResolver.get(system.kit.system()).resolveActorRef(Objects.requireNonNull(known.leader()));
    }

    @Test
    void shouldActWhenNoLeaderIsHeardAndAgainWhenTheActingLeaderHasEnded() {
        start();
        LeaderKnown first = awaitLeader(0);

        ActorRef<OrderLeader.Message> acting = actor(first);
        acting.tell(new OrderLeader.Stop());
        probe.expectTerminated(acting, PATIENCE);

        LeaderKnown second = awaitLeader(first.epoch());
        assertThat(second.leader()).isNotEqualTo(first.leader());
    }

    @Test
    @SuppressWarnings("NullAway") // What no sender may leave out.
    void shouldActAgainWhenTheActingLeaderHasFailed() {
        ActorRef<StandbyLeader.Command> standby = start();
        LeaderKnown first = awaitLeader(0);
        ActorRef<OrderLeader.Message> acting = actor(first);
        acting.tell(new OrderLeader.Submit(
                "front-end",
                first.epoch(),
                null,
                system.probe(OrderLeader.ToFrontEnd.class).getRef()));
        probe.expectTerminated(acting, PATIENCE);

        awaitLeader(first.epoch());
        system.kit.stop(standby);
    }

    @Test
    void shouldEndTheActingLeaderWithItself() {
        ActorRef<StandbyLeader.Command> standby = start();
        ActorRef<OrderLeader.Message> acting = actor(awaitLeader(0));
        system.kit.stop(standby);
        probe.expectTerminated(acting, PATIENCE);
    }

    @Test
    void shouldNotActWhileALeaderIsHeard() {
        TestProbe<ReplicaReply> leader = system.probe(ReplicaReply.class);
        start();
        // Longer than it would wait without a leader: 7 times the time of a repetition.
        for (int heartbeat = 0; heartbeat < 30; heartbeat++) {
            store.log()
                    .tell(new OrderReplica.Deliver(
                            new Append(
                                    5,
                                    heartbeat,
                                    0,
                                    0,
                                    List.of(),
                                    new Join(Long.MAX_VALUE, Incarnation.NONE),
                                    0,
                                    KnownPositions.NONE,
                                    SlotSystem.TIMING.leaseMillis()),
                            "the leader",
                            leader.getRef()));
            assertThat(leader.receiveMessage(PATIENCE)).isInstanceOf(ReplicaReply.Appended.class);
            leader.expectNoMessage(Duration.ofMillis(SlotSystem.TIMING.heartbeatMillis()));
        }
        assertThat(known().leader()).isEqualTo("the leader");
        assertThat(known().epoch()).isEqualTo(5);
    }
}
