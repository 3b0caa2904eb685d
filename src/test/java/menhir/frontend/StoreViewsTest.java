package menhir.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import menhir.cluster.ClusterNodes;
import menhir.cluster.NodeView;
import menhir.leader.OrderLeader;
import menhir.replica.OrderReplica;
import menhir.replica.OrderReplica.GetStanding;
import menhir.replica.OrderReplica.Standing;
import menhir.replica.SlotRefs;
import menhir.replication.Leader.PeerView;
import menhir.replication.Timing;
import menhir.service.StoreService.ReplicaView;
import menhir.service.StoreService.StoreInfo;
import menhir.service.StoreService.StoreView;
import menhir.store.StoreKind;
import menhir.store.StoreState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is shown of a store's replicas, with a leader and without. */
class StoreViewsTest {
    private final ActorTestKit kit = ActorTestKit.create(
            "store-views-test",
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private final StoreViews views = new StoreViews(kit.system(), new Nodes());

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    /** Slot 4's node is away, and slot 3's replica says nothing. */
    private static final class Nodes implements ClusterNodes {
        @Override
        public List<NodeView> view() {
            return List.of();
        }

        @Override
        public @Nullable String nodeOfSlot(int slot) {
            return slot == 4 ? null : "node-" + slot;
        }
    }

    @Test
    void shouldShowWhatTheReplicasSayOfThemselvesWhileThereIsNoLeader() throws Exception {
        StoreView view = get(views.of(store(null)));

        assertThat(view.leader()).isNull();
        assertThat(view.replicas())
                .containsExactly(
                        new ReplicaView(1, "node-1", "member", 17, 0, null),
                        new ReplicaView(2, "node-2", "blank", 0, 0, null),
                        new ReplicaView(3, "node-3", "down", 0, 0, null),
                        new ReplicaView(4, null, "down", 0, 0, null));
    }

    @Test
    void shouldShowNoLeaderThatHasLostItsMajority() throws Exception {
        assertThat(get(views.of(store(status(false)))).leader()).isNull();
    }

    @Test
    void shouldShowHowFarTheReplicasLagBehindTheLeader() throws Exception {
        StoreView view = get(views.of(store(status(true))));

        assertThat(view.leader()).isEqualTo("node-1");
        assertThat(view.epoch()).isEqualTo(5);
        assertThat(view.released()).isEqualTo(16);
        assertThat(view.replicas())
                .extracting(ReplicaView::state, ReplicaView::lag)
                .containsExactly(tuple("member", 0L), tuple("blank", 17L), tuple("down", 3L));
    }

    private static OrderLeader.Status status(boolean leaseRunning) {
        return new OrderLeader.Status(
                "node-1",
                5,
                17,
                16,
                leaseRunning,
                true,
                List.of(
                        new PeerView(1, true, true, 17),
                        new PeerView(2, false, true, 0),
                        new PeerView(3, true, false, 14)));
    }

    private ClusterStoreService.Store store(OrderLeader.@Nullable Status leader) {
        SlotRefs<OrderReplica.Command> replicas = new SlotRefs<>(
                List.of(
                        TestEntityRef.of(OrderReplica.KEY, "books~1", kit.spawn(replica(new Standing(true, 17)))),
                        TestEntityRef.of(OrderReplica.KEY, "books~2", kit.spawn(replica(new Standing(false, 0)))),
                        TestEntityRef.of(OrderReplica.KEY, "books~3", kit.spawn(replica(null))),
                        TestEntityRef.of(OrderReplica.KEY, "books~4", kit.spawn(replica(new Standing(true, 9))))),
                slot -> slot != 4);
        FakeCatalogs catalogs = new FakeCatalogs(kit, 1, new StoreState(1));
        FrontEndSettings settings = new FrontEndSettings(
                "books", "test", replicas, catalogs.refs(), List.of(1), Timing.ofLease(4_000), 10, 10, 10, 10);
        ActorRef<OrderLeader.Message> leads = leader == null ? null : kit.spawn(leader(leader));
        return new ClusterStoreService.Store(
                new StoreInfo("books", StoreKind.BOOKS),
                settings,
                new ReplicaSelector(catalogs.refs(), List.of(1), false),
                kit.spawn(frontEnd(leads)));
    }

    private static Behavior<OrderReplica.Command> replica(@Nullable Standing standing) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof GetStanding ask && standing != null) {
                ask.replyTo().tell(standing);
            }
            return Behaviors.same();
        });
    }

    private static Behavior<OrderLeader.Message> leader(OrderLeader.Status status) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof OrderLeader.GetStatus ask) {
                ask.replyTo().tell(status);
            }
            return Behaviors.same();
        });
    }

    private static Behavior<FrontEnd.Command> frontEnd(@Nullable ActorRef<OrderLeader.Message> leader) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof FrontEnd.WhoIsLeader ask) {
                ask.answer().complete(leader);
            }
            return Behaviors.same();
        });
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
