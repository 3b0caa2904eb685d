package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import menhir.games.node.ClientCounts.Count;
import menhir.games.node.Dispatcher.ChangeCounts;
import menhir.games.node.Dispatcher.ClientDispatched;
import menhir.games.node.Dispatcher.CountsChanged;
import menhir.games.node.Dispatcher.DispatchClient;
import menhir.games.node.DispatcherProxy.GetSnapshot;
import menhir.games.node.DispatcherProxy.KeepSnapshot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The dispatcher among proxies that are probes. */
class DispatcherTest {
    private static final ManualTimeKit TIME = new ManualTimeKit("dispatcher-test");

    private final ManualTimeKit.Peers<DispatcherProxy.Command> proxies = TIME.peers("n1", "n2");
    private final TestProbe<ClientDispatched> clients = TIME.probe();
    private final TestProbe<CountsChanged> changes = TIME.probe();
    private volatile Collection<String> live = List.of("a:1", "b:1");

    @AfterAll
    static void stop() {
        TIME.stop();
    }

    private ActorRef<Dispatcher.Command> start() {
        return TIME.spawn(Dispatcher.create(proxies.peers(), () -> live));
    }

    private String dispatch(ActorRef<Dispatcher.Command> dispatcher) {
        dispatcher.tell(new DispatchClient(clients.ref()));
        return String.valueOf(clients.receiveMessage().frontEnd());
    }

    private boolean change(ActorRef<Dispatcher.Command> dispatcher, String frontEnd, long dispatched, long registered) {
        dispatcher.tell(new ChangeCounts(frontEnd, dispatched, registered, changes.ref()));
        return changes.receiveMessage().live();
    }

    /** Ticks until the dispatcher has recovered. */
    private static void recover() {
        for (int i = 0; i < DispatcherCounts.RECOVERY_TICKS; i++) {
            TIME.pass(Dispatcher.TICK);
        }
    }

    private CountsSnapshot published() {
        CountsSnapshot first = null;
        for (TestProbe<DispatcherProxy.Command> proxy : proxies.all()) {
            CountsSnapshot snapshot =
                    proxy.expectMessageClass(KeepSnapshot.class).snapshot();
            assertThat(first == null || first.equals(snapshot)).isTrue();
            first = snapshot;
        }
        return Objects.requireNonNull(first);
    }

    private List<GetSnapshot> snapshotRequests() {
        List<GetSnapshot> requests = new ArrayList<>();
        proxies.all().forEach(proxy -> requests.add(proxy.expectMessageClass(GetSnapshot.class)));
        return requests;
    }

    @Test
    void shouldGiveDifferentFrontEndsToConcurrentRequests() {
        ActorRef<Dispatcher.Command> dispatcher = start();
        TestProbe<ClientDispatched> other = TIME.probe();

        dispatcher.tell(new DispatchClient(clients.ref()));
        dispatcher.tell(new DispatchClient(other.ref()));

        assertThat(List.of(
                        String.valueOf(clients.receiveMessage().frontEnd()),
                        String.valueOf(other.receiveMessage().frontEnd())))
                .containsExactlyInAnyOrder("a:1", "b:1");
    }

    @Test
    void shouldCountReleasedAndRegisteredClients() {
        ActorRef<Dispatcher.Command> dispatcher = start();
        assertThat(dispatch(dispatcher)).isEqualTo("a:1");
        assertThat(change(dispatcher, "b:1", 0, 2)).isTrue();
        assertThat(dispatch(dispatcher)).isEqualTo("a:1");
        assertThat(change(dispatcher, "a:1", -2, 0)).isTrue();
        assertThat(dispatch(dispatcher)).isEqualTo("a:1");
    }

    @Test
    void shouldNeverDispatchToADeadFrontEndNorCountItsClients() {
        ActorRef<Dispatcher.Command> dispatcher = start();
        change(dispatcher, "b:1", 5, 0);
        assertThat(dispatch(dispatcher)).isEqualTo("a:1");

        live = List.of("b:1");
        assertThat(dispatch(dispatcher)).isEqualTo("b:1");
        assertThat(change(dispatcher, "a:1", -1, 0)).isFalse();
        assertThat(change(dispatcher, "unknown:1", 1, 0)).isFalse();
        live = List.of();
        dispatcher.tell(new DispatchClient(clients.ref()));
        clients.expectMessage(new ClientDispatched(null));

        live = List.of("a:1", "b:1");
        assertThat(dispatch(dispatcher)).as("both return without clients").isEqualTo("a:1");
        assertThat(dispatch(dispatcher)).isEqualTo("b:1");
    }

    @Test
    void shouldRecoverTheCountsOfItsPredecessor() {
        ActorRef<Dispatcher.Command> dispatcher = start();
        List<GetSnapshot> requests = snapshotRequests();
        Map<String, Count> old = Map.of("a:1", new Count(0, 9));
        Map<String, Count> newest = Map.of("a:1", new Count(1, 0), "b:1", new Count(3, 0), "dead:1", new Count(7, 0));
        requests.get(0).replyTo().tell(new CountsSnapshot(12, newest));
        requests.get(1).replyTo().tell(new CountsSnapshot(11, old));
        assertThat(dispatch(dispatcher)).as("clients need not wait").isEqualTo("a:1");

        recover();
        TIME.pass(Dispatcher.TICK);

        assertThat(published())
                .isEqualTo(new CountsSnapshot(13, Map.of("a:1", new Count(2, 0), "b:1", new Count(3, 0))));
        assertThat(dispatch(dispatcher)).isEqualTo("a:1");
    }

    @Test
    void shouldIgnoreALateSnapshot() {
        ActorRef<Dispatcher.Command> dispatcher = start();
        List<GetSnapshot> requests = snapshotRequests();
        recover();

        requests.get(0).replyTo().tell(new CountsSnapshot(99, Map.of("a:1", new Count(9, 0))));
        assertThat(dispatch(dispatcher)).isEqualTo("a:1");
        TIME.pass(Dispatcher.TICK);

        assertThat(published())
                .isEqualTo(new CountsSnapshot(1, Map.of("a:1", new Count(1, 0), "b:1", new Count(0, 0))));
    }

    @Test
    void shouldPublishChangesToAllLiveProxiesAndNothingElse() {
        ActorRef<Dispatcher.Command> dispatcher = start();
        snapshotRequests();
        recover();
        TIME.pass(Dispatcher.TICK);
        assertThat(published().version()).isEqualTo(1);
        TIME.pass(Dispatcher.TICK);

        proxies.setLive("n1", "n2", "n3");
        dispatch(dispatcher);
        TIME.pass(Dispatcher.TICK);

        assertThat(published().version()).as("nothing in between").isEqualTo(2);
    }

    @Test
    void shouldRecoverItsCountsFromTheProxiesAfterAFailure() {
        AtomicBoolean fail = new AtomicBoolean();
        ActorRef<Dispatcher.Command> dispatcher =
                TIME.spawn(Behaviors.supervise(Dispatcher.create(proxies.peers(), () -> {
                            if (fail.getAndSet(false)) {
                                throw new IllegalStateException("expected by this test");
                            }
                            return live;
                        }))
                        .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false)));
        snapshotRequests();
        dispatch(dispatcher);

        fail.set(true);
        dispatcher.tell(new DispatchClient(clients.ref()));
        CountsSnapshot kept = new CountsSnapshot(5, Map.of("a:1", new Count(4, 0)));
        snapshotRequests().forEach(request -> request.replyTo().tell(kept));
        assertThat(dispatch(dispatcher)).isEqualTo("a:1");
        recover();

        assertThat(dispatch(dispatcher)).isEqualTo("b:1");
        TIME.pass(Dispatcher.TICK);
        assertThat(published())
                .isEqualTo(new CountsSnapshot(6, Map.of("a:1", new Count(5, 0), "b:1", new Count(1, 0))));
    }
}
