package menhir.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Cluster;
import akka.cluster.sharding.typed.ClusterShardingSettings;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import menhir.cluster.ClusterMembers;
import menhir.cluster.NodeRoles;
import menhir.cluster.SlotAllocation;
import menhir.cluster.SlotDirectory;
import menhir.config.Settings;
import menhir.frontend.FrontEndSettings;
import menhir.frontend.RecentOrders;
import menhir.frontend.ReplicaSelector;
import menhir.frontend.actor.BackendMetrics;
import menhir.frontend.actor.ClusterStoreService;
import menhir.frontend.actor.FrontEnd;
import menhir.frontend.actor.FrontEnd.FrontEndRefs;
import menhir.frontend.actor.NodeOrders;
import menhir.frontend.actor.OutcomeMetrics;
import menhir.games.node.NodeClock;
import menhir.journal.OpenSlot;
import menhir.leader.LeaderSettings;
import menhir.leader.actor.OrderLeader;
import menhir.leader.actor.OrderLeader.LeaderRefs;
import menhir.leader.actor.StandbyLeader;
import menhir.replica.actor.CatalogReplica;
import menhir.replica.actor.LocalOrders;
import menhir.replica.actor.LogMetrics;
import menhir.replica.actor.OrderReplica;
import menhir.replica.actor.SlotEntity;
import menhir.replica.actor.SlotRefs;
import menhir.replication.Timing;
import menhir.service.StoreService.StoreInfo;
import menhir.store.StoreRules;
import menhir.store.StoreRules.Restocking;

/**
 * Starts the actors of all stores on a node: replicas (as sharded entities), leader (cluster singleton), standby leader and
 * front-end. Only the singleton and the entities wait for the cluster.
 */
final class StoreBootstrap {
    private static final long COMMAND_MILLIS = 10_000;
    private static final long READ_MILLIS = 8_000;

    private final ActorContext<?> context;
    private final Settings settings;
    private final List<OpenSlot> slots;
    private final InitialCatalogs initialCatalogs;
    private final SlotDirectory directory;
    private final ClusterMembers nodes;
    private final NodeClock clock;
    private final MeterRegistry registry;
    private final Timing timing;
    private final ClusterSharding sharding;
    private final long sessionBegan = nowMillis();
    private final Set<SlotEntity> startedReplicas = ConcurrentHashMap.newKeySet();
    private final Map<String, NodeOrders> ordersByStore = new ConcurrentHashMap<>();

    StoreBootstrap(
            ActorContext<?> context,
            Settings settings,
            List<OpenSlot> slots,
            InitialCatalogs initialCatalogs,
            SlotDirectory directory,
            ClusterMembers nodes,
            NodeClock clock,
            MeterRegistry registry) {
        this.slots = slots;
        this.initialCatalogs = initialCatalogs;
        this.directory = directory;
        this.clock = clock;
        this.registry = registry;
        this.context = context;
        this.nodes = nodes;
        this.settings = settings;
        this.timing = Timing.ofLease(settings.replication().lease().toMillis());
        this.sharding = ClusterSharding.get(context.getSystem());
    }

    Map<String, ClusterStoreService.Store> start() {
        startReplicas();
        Map<String, ClusterStoreService.Store> stores = new LinkedHashMap<>();
        settings.stores().values().forEach(store -> stores.put(store.name(), start(store)));
        return stores;
    }

    private void startReplicas() {
        Map<SlotEntity, ActorRef<OrderReplica.Command>> logs = new HashMap<>();
        Map<SlotEntity, ActorRef<CatalogReplica.Command>> catalogs = new HashMap<>();
        for (OpenSlot slot : slots) {
            for (String store : settings.stores().keySet()) {
                SlotEntity entity = new SlotEntity(store, slot.database().slot());
                NodeOrders orders = ordersOf(store);
                ActorRef<OrderReplica.Command> log = context.spawn(
                        OrderReplica.create(
                                entity,
                                timing,
                                orders.local(),
                                () -> idleSince(entity),
                                slot::outage,
                                new LogMetrics(registry, store)),
                        entity.actorName(OrderReplica.KEY));
                logs.put(entity, log);
                catalogs.put(
                        entity,
                        context.spawn(
                                CatalogReplica.create(entity, settings.keys().window(), log, orders.recent()::add),
                                entity.actorName(CatalogReplica.KEY)));
            }
        }
        initSharding(OrderReplica.KEY, logs);
        initSharding(CatalogReplica.KEY, catalogs);
    }

    /**
     * Since when no replica of a slot has run: the first of this session since the session began. Before that this process had
     * to lock the slot's database, and to end the session before.
     */
    private long idleSince(SlotEntity entity) {
        return startedReplicas.add(entity) ? sessionBegan : nowMillis();
    }

    private static long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }

    private <M> void initSharding(EntityTypeKey<M> key, Map<SlotEntity, ActorRef<M>> replicas) {
        sharding.init(Entity.of(
                        key,
                        entity -> SlotEntity.adopt(
                                Objects.requireNonNull(replicas.get(SlotEntity.of(entity.getEntityId())))))
                .withMessageExtractor(SlotEntity.extractor())
                .withAllocationStrategy(new SlotAllocation(
                        Cluster.get(akka.actor.typed.javadsl.Adapter.toClassic(context.getSystem()))))
                .withSettings(
                        ClusterShardingSettings.create(context.getSystem()).withRole(NodeRoles.REPLICA)));
    }

    private ClusterStoreService.Store start(Settings.Store store) {
        SlotRefs<OrderReplica.Command> replicas = replicas(store, OrderReplica.KEY);
        SlotRefs<CatalogReplica.Command> catalogs = replicas(store, CatalogReplica.KEY);
        startLeader(store, new LeaderRefs(replicas, catalogs));
        FrontEndSettings frontEnd = new FrontEndSettings(
                store.name(),
                nearSlots(settings.node().slots()),
                timing,
                settings.cache().capacity(),
                settings.limits().pendingOrders(),
                COMMAND_MILLIS,
                READ_MILLIS);
        FrontEndRefs refs = new FrontEndRefs(replicas, catalogs);
        ReplicaSelector selector = new ReplicaSelector(
                catalogs::isPresent, frontEnd.nearSlots(), store.reads() == Settings.Reads.BALANCED);
        BackendMetrics metrics = new BackendMetrics(registry, store.name());
        ActorRef<FrontEnd.Command> actor = context.spawn(
                supervised(FrontEnd.create(settings.node().name(), frontEnd, refs, selector, metrics)),
                "front-end-" + store.name());
        return new ClusterStoreService.Store(
                new StoreInfo(store.name(), store.kind()),
                frontEnd,
                refs,
                selector,
                ordersOf(store.name()),
                new OutcomeMetrics(registry, store.name()),
                actor);
    }

    private NodeOrders ordersOf(String store) {
        return ordersByStore.computeIfAbsent(
                store, name -> new NodeOrders(new RecentOrders(settings.cache().ordersBytes()), new LocalOrders()));
    }

    private void startLeader(Settings.Store store, LeaderRefs refs) {
        List<Integer> localSlots = settings.node().slots();
        LeaderSettings leader = new LeaderSettings(
                store.name(),
                settings.node().name(),
                settings.cluster().slots(),
                store.home(),
                localSlots,
                timing,
                settings.keys().window(),
                rules(store),
                initialCatalogs.of(store.name()),
                // Clients compare the times of scores across nodes; the time of an order is that of the machine.
                store.kind().isScoreboard() ? clock.asClock()::millis : System::currentTimeMillis);
        if (localSlots.contains(store.home())) {
            ClusterSingleton.get(context.getSystem())
                    .init(SingletonActor.of(
                                    supervised(OrderLeader.create(leader, refs, true)), "leader-" + store.name())
                            .withStopMessage(new OrderLeader.Stop())
                            .withSettings(ClusterSingletonSettings.create(context.getSystem())
                                    .withRole(NodeRoles.slotRole(store.home()))));
        }
        if (!localSlots.isEmpty()) {
            context.spawn(supervised(StandbyLeader.create(leader, refs)), "standby-leader-" + store.name());
        }
    }

    static <M> Behavior<M> supervised(Behavior<M> behavior) {
        return Behaviors.supervise(behavior)
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofMillis(100), Duration.ofSeconds(2), 0.1));
    }

    private <M> SlotRefs<M> replicas(Settings.Store store, EntityTypeKey<M> key) {
        ActorSystem<?> system = context.getSystem();
        return new SlotRefs<>(
                system, settings.cluster().slots(), new ReplicaRoutes<>(system, key, store.name(), directory, nodes));
    }

    /** This node's slots first, then the others. Each node starts at another one, so that the load is spread. */
    private List<Integer> nearSlots(List<Integer> localSlots) {
        int slots = settings.cluster().slots();
        List<Integer> near = new ArrayList<>(localSlots);
        for (int i = 0; i < slots; i++) {
            int slot = (settings.node().ordinal() - 1 + i) % slots + 1;
            if (!near.contains(slot)) {
                near.add(slot);
            }
        }
        return near;
    }

    private static StoreRules rules(Settings.Store store) {
        Settings.Restock restock = store.restock();
        Restocking restocking = restock.every() == null
                ? null
                : new Restocking(restock.every().toMillis(), restock.below(), restock.to());
        return new StoreRules(store.kind().numbersItems(), store.logRejections(), restocking);
    }
}
