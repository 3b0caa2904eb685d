package menhir.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import menhir.leader.SubmittedCommand;
import menhir.replica.CatalogRead;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.OrderRead;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.FrontEndMessage.Revoke;
import menhir.replication.ReplicaMessage.Succession;
import menhir.replication.Timing;
import menhir.service.LeaderContact;
import menhir.service.ServiceException;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Topic;
import menhir.store.CacheKeys;
import menhir.store.Hold;
import menhir.store.Item;
import org.junit.jupiter.api.Test;

/** Lookups that the cache cannot answer, and what is cached besides items. Time passes only when the test says so. */
class StoreFrontEndTest {
    private static final Timing TIMING = Timing.ofLease(4_000);
    private static final long FIRST = 10;
    private static final long READ_MILLIS = 10_000;

    private final CatalogsForTest catalogs = new CatalogsForTest(3, FIRST, items(FIRST, 4, "DS"));
    private final List<String> leaseAskers = new ArrayList<>();
    private final List<Long> acknowledged = new ArrayList<>();
    private final List<Long> returned = new ArrayList<>();
    private int searches;
    private long now = -100_000;

    private static List<Item> items(long index, long rpcs, String topic) {
        return List.of(
                new Item("RPCs", BigDecimal.ONE, rpcs, topic, 2L, index),
                new Item("Project", BigDecimal.ONE, 30, "DS", 5L, 1));
    }

    /** A front-end near slot 2 that knows its leader. */
    private StoreFrontEnd startWithoutLease(boolean balanced, int cacheCapacity) {
        List<Integer> nearSlots = List.of(2, 3, 1);
        StoreFrontEnd frontEnd = new StoreFrontEnd(
                new FrontEndSettings("books", nearSlots, TIMING, cacheCapacity, 1_000, 10_000, READ_MILLIS),
                new ReplicaSelector(slot -> !catalogs.unreachable.contains(slot), nearSlots, balanced),
                BackendTimers.NONE,
                new Output());
        frontEnd.onLeaderKnown(new LeaderKnown(1, 1, "leader", 1_000, Succession.OPEN, 0), now);
        return frontEnd;
    }

    /** The same, with a lease that outlasts the test. */
    private StoreFrontEnd start(boolean balanced, int cacheCapacity) {
        StoreFrontEnd frontEnd = startWithoutLease(balanced, cacheCapacity);
        assertThat(leaseAskers).containsExactly("leader");
        frontEnd.onCacheMessage(new LeaseGranted(1, now, 600_000, FIRST), now);
        return frontEnd;
    }

    @Test
    void shouldBeCalledOftenUnlessItHasALongLease() {
        StoreFrontEnd frontEnd = startWithoutLease(false, 100);
        assertThat(frontEnd.tickMillis(now)).isEqualTo(TIMING.shortestHeartbeatMillis());

        frontEnd.onCacheMessage(new LeaseGranted(1, now, TIMING.cacheLeaseMillis(), FIRST), now);
        assertThat(frontEnd.tickMillis(now)).isEqualTo(200);

        now += TIMING.cacheLeaseMillis();
        assertThat(frontEnd.tickMillis(now)).as("the lease is over").isEqualTo(TIMING.shortestHeartbeatMillis());
    }

    private void deliver(StoreFrontEnd frontEnd) {
        catalogs.takeAnswers().forEach(answer -> frontEnd.onAnswer(answer, now));
    }

    private void passUntil(StoreFrontEnd frontEnd, BooleanSupplier condition) {
        for (int i = 0; i < 10_000 && !condition.getAsBoolean(); i++) {
            now += 10;
            frontEnd.tick(now);
            deliver(frontEnd);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private Lookup look(StoreFrontEnd frontEnd, String item) {
        CompletableFuture<Lookup> reply = new CompletableFuture<>();
        frontEnd.lookup(item, reply, now);
        return join(frontEnd, reply);
    }

    private Lookup lookNumber(StoreFrontEnd frontEnd, long number) {
        CompletableFuture<Lookup> reply = new CompletableFuture<>();
        frontEnd.lookupNumber(number, reply, now);
        return join(frontEnd, reply);
    }

    private Topic lookTopic(StoreFrontEnd frontEnd, String topic) {
        CompletableFuture<Topic> reply = new CompletableFuture<>();
        frontEnd.lookupTopic(topic, reply, now);
        return join(frontEnd, reply);
    }

    private <A> A join(StoreFrontEnd frontEnd, CompletableFuture<A> reply) {
        deliver(frontEnd);
        passUntil(frontEnd, reply::isDone);
        return reply.join();
    }

    private void invalidate(StoreFrontEnd frontEnd, long previous, long index, String... keys) {
        frontEnd.onCacheMessage(new Invalidate(1, previous, index, Set.of(keys)), now);
    }

    private final class Output implements StoreFrontEnd.Output {
        @Override
        public void submit(String leader, long epoch, List<SubmittedCommand> commands) {}

        @Override
        public void askLease(String leader, long askedAt) {
            leaseAskers.add(leader);
        }

        @Override
        public void acknowledge(String leader, long epoch, long index) {
            acknowledged.add(index);
        }

        @Override
        public void returnLease(String leader, long epoch) {
            returned.add(epoch);
        }

        @Override
        public void findLeader() {
            searches++;
        }

        @Override
        public void read(int slot, CatalogRead read) {
            catalogs.read(slot, read, now);
        }

        @Override
        public void readOrders(int slot, OrderRead read) {}

        @Override
        public void readOrdersAtLeader(String leader, OrderRead read) {}

        @Override
        public void flushLater(boolean gather) {}
    }

    // ---- a leader that makes way ------------------------------------------------------------------------------------

    @Test
    void shouldListOnlyItemsAmongTheCachedItems() {
        StoreFrontEnd frontEnd = start(true, 10);
        look(frontEnd, "RPCs");
        look(frontEnd, Hold.nameOf(7));
        assertThat(look(frontEnd, Hold.nameOf(7)).hit()).isTrue();

        assertThat(frontEnd.cacheView(now).items()).containsExactly("RPCs");
        assertThat(frontEnd.cacheView(now).size()).isEqualTo(2);
    }

    @Test
    void shouldReturnTheLeaseServeNothingAndLookForTheNextLeader() {
        StoreFrontEnd frontEnd = start(false, 10);
        look(frontEnd, "RPCs");
        frontEnd.onCacheMessage(new Revoke(1), now);
        assertThat(returned).containsExactly(1L);

        CompletableFuture<Lookup> lookup = new CompletableFuture<>();
        frontEnd.lookup("RPCs", lookup, now);
        int before = searches;
        now += TIMING.cacheLeaseMillis() / 8;
        frontEnd.tick(now);
        assertThat(searches).isEqualTo(before + 1);
        deliver(frontEnd);
        assertThat(lookup).as("without a lease").isNotDone();
    }

    @Test
    void shouldTellForHowLongItHeardNoLeader() {
        StoreFrontEnd frontEnd = startWithoutLease(false, 10);
        assertThat(frontEnd.contact(now)).isEqualTo(LeaderContact.NONE);
        frontEnd.onCacheMessage(new LeaseGranted(3, now, 2_000, FIRST), now);
        now += 300;
        assertThat(frontEnd.contact(now)).isEqualTo(new LeaderContact(3, 300, 0));

        now += 1_100;
        frontEnd.onCacheMessage(new LeaseGranted(5, now, 2_000, FIRST), now);
        now += 50;
        // What the replaced leader sent comes late.
        frontEnd.onCacheMessage(new Revoke(3), now);
        assertThat(frontEnd.contact(now)).isEqualTo(new LeaderContact(5, 50, 1_400));
        frontEnd.onCacheMessage(new LeaseGranted(5, now, 2_000, FIRST), now);
        assertThat(frontEnd.contact(now)).isEqualTo(new LeaderContact(5, 0, 1_400));
    }

    // ---- which replica ----------------------------------------------------------------------------------------------

    @Test
    void shouldAskAllReplicasInTurnWhenBalanced() {
        StoreFrontEnd frontEnd = start(true, 0);
        for (int i = 0; i < 30; i++) {
            look(frontEnd, "RPCs");
        }
        for (int slot = 1; slot <= 3; slot++) {
            assertThat(catalogs.asked(slot)).isEqualTo(10);
        }
    }

    @Test
    void shouldAskTheNearestReplicaOtherwise() {
        StoreFrontEnd frontEnd = start(false, 0);
        for (int i = 0; i < 30; i++) {
            look(frontEnd, "RPCs");
        }
        assertThat(catalogs.asked(2)).isEqualTo(30);
    }

    @Test
    void shouldSkipAReplicaWhoseNodeIsUnreachableAtOnce() {
        StoreFrontEnd frontEnd = start(true, 0);
        catalogs.unreachable.add(1);
        for (int i = 0; i < 30; i++) {
            look(frontEnd, "RPCs");
        }
        assertThat(catalogs.asked(2)).isEqualTo(15);
        assertThat(catalogs.asked(3)).isEqualTo(15);
    }

    @Test
    void shouldAskAnotherReplicaWithinOneRequestAndSkipTheSilentOneFromThenOn() {
        StoreFrontEnd frontEnd = start(true, 0);
        catalogs.silent.add(1);
        for (int i = 0; i < 30; i++) {
            assertThat(look(frontEnd, "RPCs").item()).isNotNull();
        }
        assertThat(catalogs.asked(1)).isEqualTo(1);
        assertThat(catalogs.asked()).isEqualTo(31);
    }

    @Test
    void shouldAskAReplicaAgainThatIsBack() {
        StoreFrontEnd frontEnd = start(false, 0);
        catalogs.silent.add(2);
        look(frontEnd, "RPCs");
        assertThat(catalogs.asked(2)).isEqualTo(1);

        catalogs.silent.clear();

        passUntil(frontEnd, () -> {
            look(frontEnd, "RPCs");
            return catalogs.asked(2) > 1;
        });
    }

    @Test
    void shouldAskAnyReplicaWhenAllWereSilent() {
        StoreFrontEnd frontEnd = start(true, 0);
        catalogs.silent.addAll(Set.of(1, 2, 3));
        CompletableFuture<Lookup> reply = new CompletableFuture<>();
        frontEnd.lookup("RPCs", reply, now);
        passUntil(frontEnd, () -> catalogs.asked() >= 3);
        assertThat(reply).isNotDone();

        catalogs.silent.clear();

        assertThat(join(frontEnd, reply).item()).isNotNull();
    }

    // ---- the lease --------------------------------------------------------------------------------------------------

    @Test
    void shouldReadNothingWithoutALeaseAndAnswerWhatWaitedOnceItHasOne() {
        StoreFrontEnd frontEnd = startWithoutLease(false, 100);
        CompletableFuture<Lookup> item = new CompletableFuture<>();
        CompletableFuture<Long> minIndex = new CompletableFuture<>();
        frontEnd.lookup("RPCs", item, now);
        frontEnd.minIndexForAll(minIndex, now);
        assertThat(catalogs.asked()).isZero();

        frontEnd.onCacheMessage(new LeaseGranted(1, now, 2_000, FIRST), now);

        assertThat(join(frontEnd, item).item()).isNotNull();
        assertThat(minIndex).isCompletedWithValue(FIRST);
    }

    @Test
    void shouldFailWhatWaitedTooLongForALease() {
        StoreFrontEnd frontEnd = startWithoutLease(false, 100);
        CompletableFuture<Lookup> item = new CompletableFuture<>();
        CompletableFuture<Long> minIndex = new CompletableFuture<>();
        frontEnd.lookup("RPCs", item, now);
        frontEnd.minIndexForAll(minIndex, now);

        now += READ_MILLIS;
        frontEnd.tick(now);

        assertThat(item).isCompletedExceptionally();
        assertThat(minIndex)
                .failsWithin(0, java.util.concurrent.TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(ServiceException.class);
    }

    @Test
    void shouldServeNothingFromTheCacheOnceTheLeaseHasExpired() {
        StoreFrontEnd frontEnd = startWithoutLease(false, 100);
        frontEnd.onCacheMessage(new LeaseGranted(1, now, 2_000, FIRST), now);
        look(frontEnd, "RPCs");
        assertThat(look(frontEnd, "RPCs").hit()).isTrue();

        now += 2_000;
        CompletableFuture<Lookup> late = new CompletableFuture<>();
        frontEnd.lookup("RPCs", late, now);
        deliver(frontEnd);

        assertThat(late).isNotDone();
    }

    @Test
    void shouldAcknowledgeAnInvalidationOfItsLeaderOnly() {
        StoreFrontEnd frontEnd = start(false, 100);
        invalidate(frontEnd, FIRST, 11, "RPCs");
        frontEnd.onCacheMessage(new Invalidate(2, 11, 12, Set.of("RPCs")), now);

        assertThat(acknowledged).containsExactly(11L);
    }

    // ---- topics and numbers -----------------------------------------------------------------------------------------

    @Test
    void shouldCacheATopicUntilSomethingInItChanges() {
        StoreFrontEnd frontEnd = start(false, 100);
        assertThat(lookTopic(frontEnd, "DS").hit()).isFalse();
        assertThat(lookTopic(frontEnd, "DS").items()).extracting(Item::name).containsExactly("Project", "RPCs");
        assertThat(lookTopic(frontEnd, "DS").hit()).isTrue();
        assertThat(catalogs.asked()).isEqualTo(1);

        invalidate(frontEnd, FIRST, 11, "RPCs", CacheKeys.ofTopic("DS"));
        catalogs.show(11, items(11, 3, "DS"));

        Topic changed = lookTopic(frontEnd, "DS");
        assertThat(changed.hit()).isFalse();
        assertThat(changed.items()).extracting(Item::quantity).containsExactly(30L, 3L);
    }

    @Test
    void shouldNotUseAnAnswerAboutATopicThatIsOlderThanItsChange() {
        StoreFrontEnd frontEnd = start(false, 100);
        lookTopic(frontEnd, "DS");
        invalidate(frontEnd, FIRST, 11, "RPCs", CacheKeys.ofTopic("DS"));
        CompletableFuture<Topic> reply = new CompletableFuture<>();
        frontEnd.lookupTopic("DS", reply, now);
        // No replica has it yet: each is asked and none answers.
        passUntil(frontEnd, () -> catalogs.asked() >= 4);
        assertThat(reply).isNotDone();

        catalogs.show(11, items(11, 3, "OS"));

        assertThat(join(frontEnd, reply).items()).extracting(Item::name).containsExactly("Project");
    }

    @Test
    void shouldKeepOtherTopicsWhenOneChanges() {
        StoreFrontEnd frontEnd = start(false, 100);
        lookTopic(frontEnd, "DS");
        invalidate(frontEnd, FIRST, 11, "Xen", CacheKeys.ofTopic("GS"));
        assertThat(lookTopic(frontEnd, "DS").hit()).isTrue();
    }

    @Test
    void shouldNotConfuseATopicWithAnItemOfThatName() {
        StoreFrontEnd frontEnd = start(false, 100);
        lookTopic(frontEnd, "DS");
        assertThat(look(frontEnd, "DS").item()).isNull();
        assertThat(look(frontEnd, "topic:DS").item()).isNull();
        assertThat(lookTopic(frontEnd, "RPCs").items()).isEmpty();
        assertThat(lookTopic(frontEnd, "DS").items()).hasSize(2);
    }

    @Test
    void shouldFindAnItemByItsNumberAndCacheBoth() {
        StoreFrontEnd frontEnd = start(false, 100);
        Lookup first = lookNumber(frontEnd, 2);
        assertThat(first.item()).isNotNull().extracting(Item::name).isEqualTo("RPCs");
        assertThat(first.hit()).isFalse();
        assertThat(lookNumber(frontEnd, 2).hit()).isTrue();
        assertThat(look(frontEnd, "RPCs").hit()).isTrue();
        assertThat(lookNumber(frontEnd, 77).item()).isNull();
        assertThat(lookNumber(frontEnd, 77).hit()).isTrue();
        assertThat(catalogs.asked()).isEqualTo(2);
    }

    @Test
    void shouldNeverShowAnOldItemByItsNumber() {
        StoreFrontEnd frontEnd = start(false, 100);
        // The item was dropped; its number was never looked up.
        invalidate(frontEnd, FIRST, 11, "RPCs");
        CompletableFuture<Lookup> reply = new CompletableFuture<>();
        frontEnd.lookupNumber(2, reply, now);
        passUntil(frontEnd, () -> catalogs.asked() >= 3);
        assertThat(reply).isNotDone();

        catalogs.show(11, items(11, 3, "DS"));

        assertThat(join(frontEnd, reply).item())
                .isNotNull()
                .extracting(Item::quantity)
                .isEqualTo(3L);
    }

    @Test
    void shouldFindAnItemByANumberThatWasNotTakenBefore() {
        StoreFrontEnd frontEnd = start(false, 100);
        assertThat(lookNumber(frontEnd, 9).item()).isNull();
        invalidate(frontEnd, FIRST, 11, "New", CacheKeys.ofNumber(9));
        catalogs.show(11, List.of(new Item("New", BigDecimal.ONE, 1, null, 9L, 11)));
        assertThat(lookNumber(frontEnd, 9).item()).isNotNull();
    }
}
