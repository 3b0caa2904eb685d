package menhir.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import menhir.leader.OrderLeader;
import menhir.leader.OrderLeader.AboutCache;
import menhir.leader.OrderLeader.AskLease;
import menhir.replica.OrderReplica;
import menhir.replica.OrderReplica.LeaderKnown;
import menhir.replica.OrderReplica.WhoLeads;
import menhir.replica.SlotRefs;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.Timing;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Topic;
import menhir.store.CacheKeys;
import menhir.store.Item;
import menhir.store.StoreState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads that the cache cannot answer, and what is cached besides items. */
class FrontEndTest {
    private static final Timing TIMING = Timing.ofLease(4_000);
    private static final long FIRST = 10;

    private final ActorTestKit kit = ActorTestKit.create(
            "front-end-test",
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private final FakeCatalogs catalogs = new FakeCatalogs(kit, 3, state(FIRST, 4, "DS"));
    private final TestProbe<OrderLeader.Message> leader = kit.createTestProbe(OrderLeader.Message.class);

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private static StoreState state(long index, long rpcs, String topic) {
        List<Item> items = List.of(
                new Item("RPCs", BigDecimal.ONE, rpcs, topic, 2L, index),
                new Item("Project", BigDecimal.ONE, 30, "DS", 5L, 1));
        return new StoreState(10, index, 0, true, items);
    }

    /** A front-end near slot 2, with a lease that outlasts the test. */
    private FrontEndUnderTest start(boolean balanced, int cacheCapacity) {
        List<Integer> nearSlots = List.of(2, 3, 1);
        SlotRefs<OrderReplica.Command> replicas = new SlotRefs<>(
                List.of(TestEntityRef.of(OrderReplica.KEY, "books~1", kit.spawn(whoKnowsTheLeader()))), slot -> true);
        FrontEndSettings settings = new FrontEndSettings(
                "books", "test", replicas, catalogs.refs(), nearSlots, TIMING, cacheCapacity, 1_000, 10_000, 10_000);
        ActorRef<FrontEnd.Command> frontEnd = kit.spawn(FrontEnd.create(
                settings,
                new ReplicaSelector(catalogs.refs(), nearSlots, balanced),
                new BackendMetrics(new SimpleMeterRegistry(), "books")));
        AskLease ask = leader.expectMessageClass(AskLease.class, Duration.ofSeconds(20));
        ask.replyTo().tell(new AboutCache(new LeaseGranted(1, ask.askedAt(), 600_000, FIRST)));
        return new FrontEndUnderTest(frontEnd, ask.replyTo());
    }

    private Behavior<OrderReplica.Command> whoKnowsTheLeader() {
        String address = ActorRefResolver.get(kit.system()).toSerializationFormat(leader.getRef());
        return Behaviors.receiveMessage(message -> {
            if (message instanceof WhoLeads who) {
                who.replyTo().tell(new LeaderKnown(1, 1, address, 1_000));
            }
            return Behaviors.same();
        });
    }

    private record FrontEndUnderTest(ActorRef<FrontEnd.Command> actor, ActorRef<OrderLeader.ToFrontEnd> fromLeader) {
        Lookup look(String item) throws Exception {
            return ask(answer -> new FrontEnd.Look(item, answer));
        }

        Lookup lookNumber(long number) throws Exception {
            return ask(answer -> new FrontEnd.LookNumber(number, answer));
        }

        Topic lookTopic(String topic) throws Exception {
            return ask(answer -> new FrontEnd.LookTopic(topic, answer));
        }

        void invalidate(long previous, long index, String... keys) {
            fromLeader.tell(new AboutCache(new Invalidate(1, previous, index, Set.of(keys))));
        }

        private <A> A ask(Function<CompletableFuture<A>, FrontEnd.Command> question) throws Exception {
            CompletableFuture<A> answer = new CompletableFuture<>();
            actor.tell(question.apply(answer));
            return answer.get(20, TimeUnit.SECONDS);
        }
    }

    // ---- whom to ask ------------------------------------------------------------------------------------------------

    @Test
    void shouldAskAllReplicasInTurnWhenBalanced() throws Exception {
        FrontEndUnderTest frontEnd = start(true, 0);
        for (int i = 0; i < 30; i++) {
            frontEnd.look("RPCs");
        }
        for (int slot = 1; slot <= 3; slot++) {
            assertThat(catalogs.asked(slot)).isEqualTo(10);
        }
    }

    @Test
    void shouldAskTheNearestReplicaOtherwise() throws Exception {
        FrontEndUnderTest frontEnd = start(false, 0);
        for (int i = 0; i < 30; i++) {
            frontEnd.look("RPCs");
        }
        assertThat(catalogs.asked(2)).isEqualTo(30);
    }

    @Test
    void shouldPassOverAReplicaWhoseNodeIsAwayAtOnce() throws Exception {
        FrontEndUnderTest frontEnd = start(true, 0);
        catalogs.away.add(1);
        for (int i = 0; i < 30; i++) {
            frontEnd.look("RPCs");
        }
        assertThat(catalogs.asked(2)).isEqualTo(15);
        assertThat(catalogs.asked(3)).isEqualTo(15);
    }

    @Test
    void shouldGoOnToAnotherReplicaWithinOneRequestAndPassTheSilentOneOver() throws Exception {
        FrontEndUnderTest frontEnd = start(true, 0);
        catalogs.silent.add(1);
        for (int i = 0; i < 30; i++) {
            assertThat(frontEnd.look("RPCs").item()).isNotNull();
        }
        assertThat(catalogs.asked(1)).isEqualTo(1);
        assertThat(catalogs.asked()).hasSize(31);
    }

    @Test
    void shouldAskAReplicaAgainThatIsBack() throws Exception {
        FrontEndUnderTest frontEnd = start(false, 0);
        catalogs.silent.add(2);
        frontEnd.look("RPCs");
        assertThat(catalogs.asked(2)).isEqualTo(1);

        catalogs.silent.clear();

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            frontEnd.look("RPCs");
            return catalogs.asked(2) > 1;
        });
    }

    @Test
    void shouldAskAnyReplicaWhenAllWereSilent() throws Exception {
        FrontEndUnderTest frontEnd = start(true, 0);
        catalogs.silent.addAll(Set.of(1, 2, 3));
        CompletableFuture<Lookup> answer = new CompletableFuture<>();
        frontEnd.actor().tell(new FrontEnd.Look("RPCs", answer));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> catalogs.asked().size() >= 3);

        catalogs.silent.clear();

        assertThat(answer.get(20, TimeUnit.SECONDS).item()).isNotNull();
    }

    // ---- topics and numbers -----------------------------------------------------------------------------------------

    @Test
    void shouldCacheATopicUntilSomethingInItChanges() throws Exception {
        FrontEndUnderTest frontEnd = start(false, 100);
        assertThat(frontEnd.lookTopic("DS").hit()).isFalse();
        assertThat(frontEnd.lookTopic("DS").items()).extracting(Item::name).containsExactly("Project", "RPCs");
        assertThat(frontEnd.lookTopic("DS").hit()).isTrue();
        assertThat(catalogs.asked()).hasSize(1);

        frontEnd.invalidate(FIRST, 11, "RPCs", CacheKeys.ofTopic("DS"));
        catalogs.show(state(11, 3, "DS"));

        Topic changed = frontEnd.lookTopic("DS");
        assertThat(changed.hit()).isFalse();
        assertThat(changed.items()).extracting(Item::quantity).containsExactly(30L, 3L);
    }

    @Test
    void shouldNotTakeAnAnswerAboutATopicThatIsOlderThanItsChange() throws Exception {
        FrontEndUnderTest frontEnd = start(false, 100);
        frontEnd.lookTopic("DS");
        frontEnd.invalidate(FIRST, 11, "RPCs", CacheKeys.ofTopic("DS"));
        CompletableFuture<Topic> answer = new CompletableFuture<>();
        frontEnd.actor().tell(new FrontEnd.LookTopic("DS", answer));
        // No replica has it yet: each is asked and none answers.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> catalogs.asked().size() >= 4);
        assertThat(answer).isNotDone();

        catalogs.show(state(11, 3, "OS"));

        assertThat(answer.get(20, TimeUnit.SECONDS).items())
                .extracting(Item::name)
                .containsExactly("Project");
    }

    @Test
    void shouldKeepOtherTopicsWhenOneChanges() throws Exception {
        FrontEndUnderTest frontEnd = start(false, 100);
        frontEnd.lookTopic("DS");
        frontEnd.invalidate(FIRST, 11, "Xen", CacheKeys.ofTopic("GS"));
        assertThat(frontEnd.lookTopic("DS").hit()).isTrue();
    }

    @Test
    void shouldNotMistakeATopicForAnItemOfThatName() throws Exception {
        FrontEndUnderTest frontEnd = start(false, 100);
        frontEnd.lookTopic("DS");
        assertThat(frontEnd.look("DS").item()).isNull();
        assertThat(frontEnd.look("topic:DS").item()).isNull();
        assertThat(frontEnd.lookTopic("RPCs").items()).isEmpty();
        assertThat(frontEnd.lookTopic("DS").items()).hasSize(2);
    }

    @Test
    void shouldFindAnItemByItsNumberAndCacheBoth() throws Exception {
        FrontEndUnderTest frontEnd = start(false, 100);
        Lookup first = frontEnd.lookNumber(2);
        assertThat(first.item()).isNotNull().extracting(Item::name).isEqualTo("RPCs");
        assertThat(first.hit()).isFalse();
        assertThat(frontEnd.lookNumber(2).hit()).isTrue();
        assertThat(frontEnd.look("RPCs").hit()).isTrue();
        assertThat(frontEnd.lookNumber(77).item()).isNull();
        assertThat(frontEnd.lookNumber(77).hit()).isTrue();
        assertThat(catalogs.asked()).hasSize(2);
    }

    @Test
    void shouldNeverShowAnOldItemByItsNumber() throws Exception {
        FrontEndUnderTest frontEnd = start(false, 100);
        // The item was dropped; its number was never asked for.
        frontEnd.invalidate(FIRST, 11, "RPCs");
        CompletableFuture<Lookup> answer = new CompletableFuture<>();
        frontEnd.actor().tell(new FrontEnd.LookNumber(2, answer));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> catalogs.asked().size() >= 3);
        assertThat(answer).isNotDone();

        catalogs.show(state(11, 3, "DS"));

        assertThat(answer.get(20, TimeUnit.SECONDS).item())
                .isNotNull()
                .extracting(Item::quantity)
                .isEqualTo(3L);
    }

    @Test
    void shouldFindABookThatWasNotThereBefore() throws Exception {
        FrontEndUnderTest frontEnd = start(false, 100);
        assertThat(frontEnd.lookNumber(9).item()).isNull();
        frontEnd.invalidate(FIRST, 11, "New", CacheKeys.ofNumber(9));
        StoreState added = new StoreState(10, 11, 0, true, List.of(new Item("New", BigDecimal.ONE, 1, null, 9L, 11)));
        catalogs.show(added);
        assertThat(frontEnd.lookNumber(9).item()).isNotNull();
    }
}
