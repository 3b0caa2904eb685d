package menhir.games.node;

import akka.actor.Cancellable;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.testkit.CallingThreadDispatcher;
import akka.testkit.ExplicitlyTriggeredScheduler;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import menhir.cluster.ClusterPeers;

/** An actor system whose timers and clocks follow a time that the test advances. */
final class ManualTimeKit {
    final ActorTestKit kit;
    private static final long START_MILLIS = 1_700_000_000_000L;

    private final ExplicitlyTriggeredScheduler scheduler;

    ManualTimeKit(String name) {
        Config config = ManualTime.config()
                .withFallback(ConfigFactory.parseString("akka.actor.provider = local"))
                .withFallback(ConfigFactory.load());
        kit = ActorTestKit.create(name, config);
        scheduler = (ExplicitlyTriggeredScheduler) kit.system().classicSystem().scheduler();
    }

    void stop() {
        kit.shutdownTestKit();
    }

    /** An actor that runs on the thread of its sender, so that a call returns when all messages are processed. */
    <M> ActorRef<M> spawn(Behavior<M> behavior) {
        return kit.spawn(behavior, DispatcherSelector.fromConfig(CallingThreadDispatcher.Id()));
    }

    <M> TestProbe<M> probe() {
        return kit.createTestProbe();
    }

    /** Advances the time from timer to timer that is due. */
    void pass(Duration duration) {
        ManualTime.get(kit.system()).timePasses(duration);
    }

    /** Repeats an action, on the thread that advances the time, from now on. */
    Cancellable repeat(Duration interval, Runnable action) {
        return kit.scheduler()
                .scheduleAtFixedRate(
                        Duration.ZERO, interval, action, kit.system().executionContext());
    }

    long nowMillis() {
        return START_MILLIS + scheduler.currentTimeMs();
    }

    long nowMicros() {
        return 1_000 * nowMillis();
    }

    <M> Peers<M> peers(String... nodes) {
        return new Peers<>(nodes);
    }

    /** The actors of one name on several nodes, as probes unless the test sets others. */
    final class Peers<M> {
        private final Map<String, TestProbe<M>> probes = new ConcurrentHashMap<>();
        private final Map<String, ActorRef<M>> refs = new ConcurrentHashMap<>();
        private volatile SortedMap<String, String> live = new TreeMap<>();

        private Peers(String... nodes) {
            setLive(nodes);
        }

        /** The reachable nodes. Those of the previous call keep their probes. */
        void setLive(String... nodes) {
            SortedMap<String, String> addresses = new TreeMap<>();
            for (String node : nodes) {
                addresses.put(node, node);
                if (!refs.containsKey(node)) {
                    refs.put(node, at(node).ref());
                }
            }
            live = addresses;
        }

        void set(String node, ActorRef<M> ref) {
            refs.put(node, ref);
        }

        TestProbe<M> at(String node) {
            return probes.computeIfAbsent(node, name -> probe());
        }

        List<TestProbe<M>> all() {
            return live.keySet().stream().map(this::at).toList();
        }

        /** For one actor. */
        ClusterPeers<M> peers() {
            return new ClusterPeers<>(node -> Objects.requireNonNull(refs.get(node)), () -> live);
        }
    }
}
