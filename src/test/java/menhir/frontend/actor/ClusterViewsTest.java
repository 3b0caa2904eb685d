package menhir.frontend.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import menhir.cluster.ClusterNodes;
import menhir.cluster.NodeView;
import menhir.frontend.FrontEndSettings;
import menhir.frontend.RecentOrders;
import menhir.frontend.ReplicaSelector;
import menhir.leader.LeaderStatus;
import menhir.leader.actor.OrderLeader;
import menhir.replica.LogReplies.LogSummary;
import menhir.replica.actor.CatalogReplica;
import menhir.replica.actor.LocalOrders;
import menhir.replica.actor.OrderReplica;
import menhir.replica.actor.SlotRefs;
import menhir.replication.Leader.ReplicaStatus;
import menhir.replication.Timing;
import menhir.service.ServiceException;
import menhir.service.StoreService.ReplicaView;
import menhir.service.StoreService.StoreInfo;
import menhir.service.StoreService.StoreView;
import menhir.store.StoreKind;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is shown about a store's replicas, with and without a leader. */
class ClusterViewsTest {
    private final ActorTestKit kit = ActorTestKit.create(
            "cluster-views-test",
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private final ClusterViews views = new ClusterViews(kit.system(), new Nodes());

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    /** The node of slot 4 is unreachable, and the replica of slot 3 does not answer. */
    private static final class Nodes implements ClusterNodes {
        @Override
        public List<NodeView> known() {
            return List.of();
        }

        @Override
        public @Nullable String nodeOfSlot(int slot) {
            return slot == 4 ? null : "node-" + slot;
        }

        @Override
        public @Nullable String lastNodeOfSlot(int slot) {
            return slot == 4 ? null : "node-" + slot;
        }
    }

    @Test
    void shouldShowWhatTheReplicasSayOfThemselvesWhileThereIsNoLeader() throws Exception {
        StoreView view = get(views.of(store(null)));

        assertThat(view.leader()).isNull();
        assertThat(view.replicas())
                .containsExactly(
                        new ReplicaView(1, "node-1", "member", 17, null, null, null),
                        new ReplicaView(2, "node-2", "blank", 0, null, null, null),
                        new ReplicaView(3, "node-3", "down", 0, null, null, null),
                        new ReplicaView(4, null, "down", 0, null, null, null));
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
                .containsExactly(tuple("member", 0L), tuple("blank", 16L), tuple("down", null));
    }

    @Test
    void shouldAnswerSoonWithWhatItKnowsWhenTheLeaderDoesNotAnswer() throws Exception {
        ActorRef<OrderLeader.Message> leader = kit.spawn(leader(status(true)));
        AtomicReference<ActorRef<OrderLeader.Message>> leads = new AtomicReference<>(leader);
        ClusterStoreService.Store store = store(leads::get, new LogSummary(true, 14, null));
        get(views.of(store));
        leads.set(kit.spawn(Behaviors.ignore()));

        StoreView view = get(views.of(store));
        String notReady = get(views.notReady(store));

        assertThat(view.leader()).isEqualTo("node-1");
        assertThat(view.ageMillis()).isPositive();
        assertThat(notReady).isNull();
        Awaitility.await().until(() -> get(views.of(store)).leader() == null);
        assertThat(get(views.notReady(store))).contains("no leader");
    }

    /** A backup was refused because it asked a leader that had just handed its store over. */
    @Test
    void shouldAskTheNextLeaderHowFarTheLogIsReleased() throws Exception {
        ActorRef<OrderLeader.Message> retired = kit.spawn(Behaviors.ignore());
        ActorRef<OrderLeader.Message> next = kit.spawn(leader(status(true)));
        Queue<ActorRef<OrderLeader.Message>> leaders = new ArrayDeque<>(List.of(retired, next));

        assertThat(get(views.released(store(leaders::remove, null)))).isEqualTo(16);
    }

    @Test
    void shouldNotKnowHowFarTheLogIsReleasedWithoutALeader() throws Exception {
        assertThatThrownBy(() -> get(views.released(store(null)))).hasCauseInstanceOf(ServiceException.class);
    }

    @Test
    void shouldShowWhyAReplicaHasFailed() throws Exception {
        LogSummary damaged = new LogSummary(false, 0, "the log is damaged");
        for (@Nullable LeaderStatus leader : Arrays.asList(null, status(true))) {
            assertThat(get(views.of(store(leader, damaged))).replicas().get(2))
                    .extracting(ReplicaView::state, ReplicaView::failure)
                    .containsExactly("failed", "the log is damaged");
        }
    }

    private static LeaderStatus status(boolean leaseRunning) {
        return new LeaderStatus(
                "node-1",
                5,
                17,
                16,
                leaseRunning,
                true,
                List.of(
                        new ReplicaStatus(1, true, true, 17),
                        new ReplicaStatus(2, false, true, 0),
                        new ReplicaStatus(3, true, false, 14)));
    }

    private ClusterStoreService.Store store(@Nullable LeaderStatus leader) {
        return store(leader, null);
    }

    /** A store whose third replica says this, or nothing. */
    private ClusterStoreService.Store store(@Nullable LeaderStatus leader, @Nullable LogSummary third) {
        ActorRef<OrderLeader.Message> leads = leader == null ? null : kit.spawn(leader(leader));
        return store(() -> leads, third);
    }

    private ClusterStoreService.Store store(
            Supplier<@Nullable ActorRef<OrderLeader.Message>> leader, @Nullable LogSummary third) {
        List<ActorRef<OrderReplica.Command>> logs = List.of(
                kit.spawn(replica(new LogSummary(true, 17, null))),
                kit.spawn(replica(new LogSummary(false, 0, null))),
                kit.spawn(replica(third)));
        SlotRefs<OrderReplica.Command> replicas =
                new SlotRefs<>(kit.system(), 4, slot -> slot == 4 ? null : logs.get(slot - 1));
        ActorRef<CatalogReplica.Command> silent = kit.spawn(Behaviors.ignore());
        SlotRefs<CatalogReplica.Command> catalogs = new SlotRefs<>(kit.system(), 4, slot -> slot == 4 ? null : silent);
        FrontEndSettings settings =
                new FrontEndSettings("books", List.of(1, 2, 3, 4), Timing.ofLease(4_000), 10, 10, 10, 10);
        return new ClusterStoreService.Store(
                new StoreInfo("books", StoreKind.BOOKS),
                settings,
                new FrontEnd.FrontEndRefs(replicas, catalogs),
                new ReplicaSelector(slot -> true, List.of(1), false),
                new NodeOrders(new RecentOrders(0), new LocalOrders()),
                new OutcomeMetrics(new SimpleMeterRegistry(), "books"),
                kit.spawn(frontEnd(leader)));
    }

    private static Behavior<OrderReplica.Command> replica(@Nullable LogSummary summary) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof OrderReplica.GetSummary ask && summary != null) {
                ask.replyTo().tell(summary);
            }
            return Behaviors.same();
        });
    }

    private static Behavior<OrderLeader.Message> leader(LeaderStatus status) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof OrderLeader.GetStatus ask) {
                ask.replyTo().tell(status);
            }
            return Behaviors.same();
        });
    }

    private static Behavior<FrontEnd.Command> frontEnd(Supplier<@Nullable ActorRef<OrderLeader.Message>> leader) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof FrontEnd.GetLeader ask) {
                ask.reply().complete(leader.get());
            }
            return Behaviors.same();
        });
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
