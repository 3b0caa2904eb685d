package menhir.games.node;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import menhir.games.node.ClientCounts.Count;
import menhir.games.node.DispatcherProxy.ChangeCounts;
import menhir.games.node.DispatcherProxy.DispatchClient;
import menhir.games.node.DispatcherProxy.GetSnapshot;
import menhir.games.node.DispatcherProxy.KeepSnapshot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The proxy with a dispatcher that is a probe: it replies, replies late, or does not. */
class DispatcherProxyTest {
    private static final ManualTimeKit TIME = new ManualTimeKit("dispatcher-proxy-test");

    private final TestProbe<Dispatcher.Command> dispatcher = TIME.probe();
    private final TestProbe<CountsSnapshot> snapshots = TIME.probe();
    private volatile Collection<String> live = List.of("a:1", "b:1");
    private volatile Collection<String> refusing = List.of();
    private final ActorRef<DispatcherProxy.Command> proxy = TIME.spawn(DispatcherProxy.create(
            dispatcher.ref(), () -> live, frontEnd -> completedFuture(!refusing.contains(frontEnd))));

    @AfterAll
    static void stop() {
        TIME.stop();
    }

    private CompletableFuture<Optional<String>> dispatch() {
        CompletableFuture<Optional<String>> reply = new CompletableFuture<>();
        proxy.tell(new DispatchClient(reply));
        return reply;
    }

    private CompletableFuture<Boolean> change(String frontEnd, long dispatched, long registered) {
        CompletableFuture<Boolean> reply = new CompletableFuture<>();
        proxy.tell(new ChangeCounts(frontEnd, dispatched, registered, reply));
        return reply;
    }

    private CountsSnapshot snapshot() {
        proxy.tell(new GetSnapshot(snapshots.ref()));
        return snapshots.receiveMessage();
    }

    private static <T> T get(CompletableFuture<T> reply) throws Exception {
        return reply.get(20, TimeUnit.SECONDS);
    }

    /** The dispatcher has received this number of requests, and their time is over. */
    private void letRequestsTimeOut(int requests) {
        dispatcher.receiveSeveralMessages(requests);
        TIME.pass(DispatcherProxy.REPLY_TIMEOUT.plus(Duration.ofMillis(1)));
    }

    @Test
    void shouldForwardRequestsAndReplies() throws Exception {
        CompletableFuture<Optional<String>> client = dispatch();
        dispatcher
                .expectMessageClass(Dispatcher.DispatchClient.class)
                .replyTo()
                .tell(new Dispatcher.ClientDispatched("b:1"));
        assertThat(get(client)).contains("b:1");

        CompletableFuture<Boolean> changed = change("b:1", -1, 2);
        Dispatcher.ChangeCounts request = dispatcher.expectMessageClass(Dispatcher.ChangeCounts.class);
        assertThat(request.frontEnd()).isEqualTo("b:1");
        assertThat(request.dispatched()).isEqualTo(-1);
        assertThat(request.registered()).isEqualTo(2);
        request.replyTo().tell(new Dispatcher.CountsChanged(false));
        assertThat(get(changed)).isFalse();
    }

    @Test
    void shouldReplyThatNoFrontEndIsLiveWhenTheDispatcherSaysSo() throws Exception {
        CompletableFuture<Optional<String>> client = dispatch();
        dispatcher
                .expectMessageClass(Dispatcher.DispatchClient.class)
                .replyTo()
                .tell(new Dispatcher.ClientDispatched(null));

        assertThat(get(client)).isEmpty();
    }

    @Test
    void shouldDecideByItsCopyOfTheCountsWhenTheDispatcherDoesNotReply() throws Exception {
        proxy.tell(new KeepSnapshot(new CountsSnapshot(3, Map.of("a:1", new Count(1, 0), "b:1", new Count(0, 0)))));
        CompletableFuture<Optional<String>> client = dispatch();
        CompletableFuture<Boolean> known = change("a:1", 0, 4);
        CompletableFuture<Boolean> unknown = change("dead:1", 0, 1);

        letRequestsTimeOut(3);

        assertThat(get(client)).contains("b:1");
        assertThat(get(known)).isTrue();
        assertThat(get(unknown)).isFalse();
        assertThat(snapshot()).isEqualTo(new CountsSnapshot(3, Map.of("a:1", new Count(1, 4), "b:1", new Count(1, 0))));
    }

    /** The failure detector needs seconds to notice that a process is gone; its port refuses connections at once. */
    @Test
    void shouldNotDispatchToAFrontEndThatRefusesConnections() throws Exception {
        live = List.of("a:1", "b:1", "c:1");
        refusing = List.of("a:1", "b:1");
        CompletableFuture<Optional<String>> client = dispatch();
        dispatcher
                .expectMessageClass(Dispatcher.DispatchClient.class)
                .replyTo()
                .tell(new Dispatcher.ClientDispatched("a:1"));

        assertThat(get(client)).contains("c:1");
        Dispatcher.ChangeCounts corrected = dispatcher.expectMessageClass(Dispatcher.ChangeCounts.class);
        assertThat(corrected.frontEnd()).isEqualTo("a:1");
        assertThat(corrected.dispatched()).isEqualTo(-1);
    }

    @Test
    void shouldReplyThatNoFrontEndIsLiveWhenAllRefuseConnections() throws Exception {
        refusing = live;
        CompletableFuture<Optional<String>> client = dispatch();
        dispatcher
                .expectMessageClass(Dispatcher.DispatchClient.class)
                .replyTo()
                .tell(new Dispatcher.ClientDispatched("b:1"));

        assertThat(get(client)).isEmpty();
    }

    @Test
    void shouldNotDispatchByItsCopyToADeadFrontEnd() throws Exception {
        proxy.tell(new KeepSnapshot(new CountsSnapshot(3, Map.of("a:1", new Count(0, 0), "b:1", new Count(9, 0)))));
        live = List.of("b:1");
        CompletableFuture<Optional<String>> client = dispatch();
        letRequestsTimeOut(1);
        assertThat(get(client)).contains("b:1");

        live = List.of();
        CompletableFuture<Optional<String>> another = dispatch();
        letRequestsTimeOut(1);
        assertThat(get(another)).isEmpty();
    }

    @Test
    void shouldNotPassOnAFrontEndThatThisNodeKnowsToBeDead() throws Exception {
        live = List.of("b:1");
        CompletableFuture<Optional<String>> client = dispatch();
        dispatcher
                .expectMessageClass(Dispatcher.DispatchClient.class)
                .replyTo()
                .tell(new Dispatcher.ClientDispatched("a:1"));

        assertThat(get(client)).contains("b:1");
        Dispatcher.ChangeCounts counted = dispatcher.expectMessageClass(Dispatcher.ChangeCounts.class);
        assertThat(counted.frontEnd()).isEqualTo("b:1");
        assertThat(counted.dispatched()).isEqualTo(1);
        assertThat(counted.registered()).isZero();
    }

    @Test
    void shouldIgnoreALateReply() throws Exception {
        CompletableFuture<Optional<String>> client = dispatch();
        Dispatcher.DispatchClient request = dispatcher.expectMessageClass(Dispatcher.DispatchClient.class);
        TIME.pass(DispatcherProxy.REPLY_TIMEOUT.plus(Duration.ofMillis(1)));
        assertThat(get(client)).contains("a:1");

        request.replyTo().tell(new Dispatcher.ClientDispatched("b:1"));

        assertThat(snapshot().counts()).containsEntry("a:1", new Count(1, 0)).containsEntry("b:1", new Count(0, 0));
        CompletableFuture<Optional<String>> next = dispatch();
        dispatcher
                .expectMessageClass(Dispatcher.DispatchClient.class)
                .replyTo()
                .tell(new Dispatcher.ClientDispatched("a:1"));
        assertThat(get(next)).as("the dispatcher decides again").contains("a:1");
    }

    @Test
    void shouldDecideAtOnceWhenTooManyRequestsWaitForTheDispatcher() throws Exception {
        List<CompletableFuture<Optional<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < DispatcherProxy.MAX_PENDING; i++) {
            waiting.add(dispatch());
        }

        assertThat(get(dispatch())).contains("a:1");
        assertThat(get(change("b:1", 1, 0))).isTrue();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        letRequestsTimeOut(DispatcherProxy.MAX_PENDING);
        for (CompletableFuture<Optional<String>> reply : waiting) {
            assertThat(get(reply)).isPresent();
        }
        CompletableFuture<Optional<String>> next = dispatch();
        dispatcher.expectMessageClass(Dispatcher.DispatchClient.class);
        assertThat(next).isNotDone();
    }

    @Test
    void shouldKeepTheSnapshotForTheNextDispatcher() {
        assertThat(snapshot()).isEqualTo(CountsSnapshot.NONE);

        proxy.tell(new KeepSnapshot(new CountsSnapshot(8, Map.of("a:1", new Count(2, 1), "dead:1", new Count(5, 0)))));

        assertThat(snapshot()).isEqualTo(new CountsSnapshot(8, Map.of("a:1", new Count(2, 1), "b:1", new Count(0, 0))));
    }
}
