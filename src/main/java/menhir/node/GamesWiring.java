package menhir.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import menhir.config.Settings;
import menhir.counting.Counter;
import menhir.counting.CounterSettings;
import menhir.counting.RequestFeed;
import menhir.counting.RosterKeeper;
import menhir.dispatcher.Dispatcher;
import menhir.dispatcher.Doorman;
import menhir.frontend.StoreService;
import menhir.frontend.StoreService.NodeView;
import menhir.games.ClusterGames;
import menhir.games.Games;
import menhir.peers.Peers;
import menhir.timekeeping.ClockAgent;
import menhir.timekeeping.NodeClock;
import menhir.timekeeping.TimeKeeper;
import org.jspecify.annotations.Nullable;

/** Starts what a node has beside its stores: the clock if it is on and, where there is a scoreboard, dispatcher and raffle. */
final class GamesWiring {
    private final ActorContext<?> context;
    private final Settings settings;
    private final MemberNodes nodes;
    private final NodeClock clock;

    GamesWiring(ActorContext<?> context, Settings settings, MemberNodes nodes, NodeClock clock) {
        this.context = context;
        this.settings = settings;
        this.nodes = nodes;
        this.clock = clock;
    }

    /** Null at a server without a scoreboard. */
    @Nullable
    Games start(StoreService stores) {
        if (settings.clock().enabled()) {
            startClock();
        }
        String scoreboard = settings.scoreboard();
        return scoreboard == null ? null : startGames(stores, scoreboard);
    }

    private void startClock() {
        context.spawn(StoreWiring.supervised(ClockAgent.create(clock)), ClockAgent.NAME);
        Peers<ClockAgent.Command> clocks = peers(ClockAgent.NAME);
        ClusterSingleton.get(context.getSystem())
                .init(SingletonActor.of(
                        StoreWiring.supervised(TimeKeeper.create(settings.node().name(), clock, clocks)),
                        "time-server"));
    }

    private Games startGames(StoreService stores, String scoreboard) {
        Supplier<Collection<String>> live = () -> List.copyOf(frontEnds(true));
        ActorRef<Dispatcher.Command> dispatcher = ClusterSingleton.get(context.getSystem())
                .init(SingletonActor.of(
                        StoreWiring.supervised(Dispatcher.create(peers(Doorman.NAME), live)), "dispatcher"));
        ActorRef<Doorman.Command> doorman =
                context.spawn(StoreWiring.supervised(Doorman.create(dispatcher, live)), Doorman.NAME);
        String node = settings.node().name();
        context.spawn(
                StoreWiring.supervised(RosterKeeper.create(stores, scoreboard, node, peers(RosterKeeper.NAME))),
                RosterKeeper.NAME);
        RequestFeed feed = new RequestFeed();
        CounterSettings counting =
                new CounterSettings(node, scoreboard, settings.games().drawEvery());
        ActorRef<Counter.Command> counter = context.spawn(
                StoreWiring.supervised(
                        Counter.create(counting, stores, feed, peers(Counter.NAME), peers(RosterKeeper.NAME))),
                Counter.NAME);
        return new ClusterGames(
                new ClusterGames.Addresses(
                        settings.node().httpAddress(), () -> frontEnds(true), () -> frontEnds(false)),
                clock,
                feed,
                doorman,
                counter);
    }

    private List<String> frontEnds(boolean liveOnly) {
        return (liveOnly ? nodes.live() : nodes.view())
                .stream().map(NodeView::http).toList();
    }

    private <M> Peers<M> peers(String name) {
        ActorSystem<?> system = context.getSystem();
        return new Peers<>(system, name, nodes::liveAddresses);
    }
}
