package menhir.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import menhir.cluster.ClusterMembers;
import menhir.cluster.ClusterPeers;
import menhir.cluster.NodeView;
import menhir.config.Settings;
import menhir.games.Games;
import menhir.games.node.ClockAgent;
import menhir.games.node.ClusterGames;
import menhir.games.node.Dispatcher;
import menhir.games.node.DispatcherProxy;
import menhir.games.node.FrontEndProbe;
import menhir.games.node.MembershipLog;
import menhir.games.node.NodeClock;
import menhir.games.node.RaffleMember;
import menhir.games.node.RequestFeed;
import menhir.games.node.TimeServerActor;
import menhir.games.node.ViewCoordinator;
import menhir.service.StoreService;
import org.jspecify.annotations.Nullable;

/** Starts the clock agent and the time server if clocks are synchronised, and dispatcher and raffle if there is a scoreboard. */
final class GamesBootstrap {
    private final ActorContext<?> context;
    private final Settings settings;
    private final ClusterMembers nodes;
    private final NodeClock clock;

    GamesBootstrap(ActorContext<?> context, Settings settings, ClusterMembers nodes, NodeClock clock) {
        this.context = context;
        this.settings = settings;
        this.nodes = nodes;
        this.clock = clock;
    }

    /** Starts them. Returns null if there is no scoreboard. */
    @Nullable
    Games start(StoreService stores) {
        if (settings.clock().enabled()) {
            startClock();
        }
        String scoreboard = settings.scoreboard();
        return scoreboard == null ? null : startGames(stores, scoreboard);
    }

    private void startClock() {
        context.spawn(StoreBootstrap.supervised(ClockAgent.create(clock)), ClockAgent.NAME);
        ClusterPeers<ClockAgent.Command> agents = peers(ClockAgent.NAME);
        ClusterSingleton.get(context.getSystem())
                .init(SingletonActor.of(
                        StoreBootstrap.supervised(
                                TimeServerActor.create(settings.node().name(), clock, agents)),
                        "time-server"));
    }

    private Games startGames(StoreService stores, String scoreboard) {
        Supplier<Collection<String>> live = () -> List.copyOf(frontEnds(true));
        ActorRef<Dispatcher.Command> dispatcher = ClusterSingleton.get(context.getSystem())
                .init(SingletonActor.of(
                        StoreBootstrap.supervised(Dispatcher.create(peers(DispatcherProxy.NAME), live)), "dispatcher"));
        FrontEndProbe probe = new FrontEndProbe(
                settings.node().httpAddress(), context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
        ActorRef<DispatcherProxy.Command> dispatcherProxy = context.spawn(
                StoreBootstrap.supervised(DispatcherProxy.create(dispatcher, live, probe)), DispatcherProxy.NAME);
        String node = settings.node().name();
        MembershipLog log = MembershipLog.of(stores, scoreboard);
        context.spawn(
                StoreBootstrap.supervised(ViewCoordinator.create(log, node, peers(ViewCoordinator.NAME))),
                ViewCoordinator.NAME);
        RequestFeed feed = new RequestFeed();
        ActorRef<RaffleMember.Command> raffleMember = context.spawn(
                StoreBootstrap.supervised(RaffleMember.create(
                        node,
                        settings.games().drawEvery(),
                        log,
                        feed,
                        peers(RaffleMember.NAME),
                        peers(ViewCoordinator.NAME))),
                RaffleMember.NAME);
        return new ClusterGames(
                new ClusterGames.Addresses(
                        settings.node().httpAddress(), () -> frontEnds(true), () -> frontEnds(false)),
                clock,
                feed,
                dispatcherProxy,
                raffleMember);
    }

    private List<String> frontEnds(boolean liveOnly) {
        return (liveOnly ? nodes.live() : nodes.view())
                .stream().map(NodeView::http).toList();
    }

    private <M> ClusterPeers<M> peers(String name) {
        ActorSystem<?> system = context.getSystem();
        return new ClusterPeers<>(system, name, nodes::liveAddresses);
    }
}
