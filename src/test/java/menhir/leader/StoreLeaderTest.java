package menhir.leader;

import static menhir.leader.LeaderBench.FRONT_END;
import static menhir.leader.LeaderBench.LEASE;
import static menhir.leader.LeaderBench.TIMING;
import static menhir.leader.LeaderBench.buy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import menhir.leader.CommandReply.Done;
import menhir.leader.CommandReply.NotLeader;
import menhir.leader.CommandReply.Overloaded;
import menhir.leader.CommandReply.Rejected;
import menhir.leader.CommandReply.Replayed;
import menhir.leader.LeaderBench.Host;
import menhir.leader.StoreLeader.Next;
import menhir.leader.StoreLeader.VouchedRead;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.OrderRead;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.Leader.Phase;
import menhir.replication.ReplicaMessage.Succession;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.HoldCommand;
import menhir.store.LeaderPlacement.PlaceLeader;
import menhir.store.Line;
import menhir.store.Rejection;
import menhir.store.StoreRules;
import org.junit.jupiter.api.Test;

/** A store's leader besides the protocol's rules. */
class StoreLeaderTest {
    private static final OrderRead READ = new OrderRead(7, 0, 10, 0);

    private final LeaderBench bench = new LeaderBench(3, StoreRules.PLAIN);

    private void cutAllSlots() {
        bench.cut.addAll(List.of(1, 2, 3));
    }

    // ---- holds ------------------------------------------------------------------------------------------------------

    @Test
    void shouldGiveBackAHoldWhenItsTimeHasPassed() {
        Host host = bench.startOpen();
        host.submit(new HoldCommand.PlaceHold("a", List.of(new Line("Tux", 2)), 3, null));
        bench.pass(2_900);
        assertThat(held(host)).isEqualTo(2);
        bench.pass(200);
        assertThat(held(host)).isZero();
        assertThat(host.leader.leader().released())
                .isEqualTo(host.leader.state().index());
    }

    @Test
    void shouldKeepAHoldWhenTheWallClockIsSet() {
        Host host = bench.startOpen();
        host.submit(new HoldCommand.PlaceHold("a", List.of(new Line("Tux", 2)), 60, null));
        host.leader.onTimeSkipped(1_000_000);
        bench.now += 1_000_000;
        bench.pass(LEASE);
        assertThat(held(host)).isEqualTo(2);
    }

    @Test
    void shouldKeepAHoldForItsWholeTimeUnderAnotherLeader() {
        Host first = bench.startOpen();
        first.submit(new HoldCommand.PlaceHold("a", List.of(new Line("Tux", 2)), 10, null));
        bench.pass(6_000);
        first.leader.stop(bench.now);
        Host second = bench.startOpen();

        bench.pass(2_000);
        assertThat(held(second)).isEqualTo(2);
        bench.pass(4_000);
        assertThat(held(second)).isZero();
    }

    private static long held(Host host) {
        return Objects.requireNonNull(host.leader.state().item("Tux")).held();
    }

    // ---- opening ----------------------------------------------------------------------------------------------------

    @Test
    void shouldWriteTheFirstCatalogAndOpenTheStoreOnce() {
        Host first = bench.startOpen();
        assertThat(first.ledAfter).containsExactly(0L);
        assertThat(first.leader.state().opened()).isTrue();
        assertThat(first.leader.state().index()).as("leader, Tux, Duck, opened").isEqualTo(4);

        first.leader.stop(bench.now);
        Host second = bench.startOpen();

        assertThat(second.ledAfter).containsExactly(4L);
        assertThat(second.leader.state().index()).as("another leader").isEqualTo(5);
    }

    @Test
    void shouldTakeNoCommandsBeforeTheStoreIsOpen() {
        Host host = bench.start(true);
        assertThat(host.leader.leader().leaseRunning(bench.now)).isTrue();
        host.submit(buy("a", "Tux", 1));

        assertThat(host.takeReplies()).containsExactly(new NotLeader(1, 1));
        assertThat(host.leader.status(bench.now).opened()).isFalse();
    }

    @Test
    void shouldTakeNoCommandsAsACandidate() {
        cutAllSlots();
        Host host = bench.start(true);
        host.submit(buy("a", "Tux", 1));

        assertThat(host.takeReplies()).containsExactly(new NotLeader(1, 1));
    }

    // ---- commands ---------------------------------------------------------------------------------------------------

    @Test
    void shouldReplyOnceTheEntryIsReleased() {
        Host host = bench.startOpen();
        host.submit(buy("a", "Tux", 2));
        assertThat(host.replies).isEmpty();
        assertThat(host.stock("Tux")).as("taken at once").isEqualTo(1);

        bench.settle();

        assertThat(host.takeReplies()).singleElement().isInstanceOfSatisfying(Done.class, done -> {
            assertThat(done.request()).isEqualTo(1);
            assertThat(done.entry()).isInstanceOf(Entry.OrderPlaced.class);
            assertThat(done.value()).isNull();
        });
    }

    @Test
    void shouldReplyWithTheValueThatTheCommandLeft() {
        Host host = bench.startOpen();
        host.submit(new Command.Restock("a", "Tux", 4));
        bench.settle();

        assertThat(((Done) host.takeReplies().get(0)).value())
                .isEqualTo(host.leader.state().item("Tux"));
        assertThat(host.stock("Tux")).isEqualTo(7);
    }

    @Test
    void shouldAppendWhatArrivedTogetherInOneFlush() {
        Host host = bench.startOpen();
        int before = host.flushes;
        host.submit(buy("a", "Tux", 1), buy("b", "Tux", 1));
        host.submit(buy("c", "Tux", 1));
        assertThat(host.flushes).isEqualTo(before + 1);

        bench.settle();
        assertThat(host.takeReplies()).hasSize(3);
        host.submit(buy("d", "Duck", 1));
        assertThat(host.flushes).isEqualTo(before + 2);
    }

    @Test
    void shouldVoidCommandsThatWereMeantForAnotherEpoch() {
        Host host = bench.startOpen();
        long epoch = host.leader.leader().epoch();
        host.submit(epoch - 1, buy("a", "Tux", 1));
        host.submit(epoch + 1, buy("b", "Tux", 1));

        assertThat(host.takeReplies()).containsExactly(new NotLeader(1, 1), new NotLeader(2, 1));
        assertThat(host.stock("Tux")).isEqualTo(3);
    }

    @Test
    void shouldTakeNoCommandsWithoutALease() {
        Host host = bench.startOpen();
        cutAllSlots();
        bench.now += LEASE;
        host.submit(buy("a", "Tux", 1));

        assertThat(host.takeReplies()).containsExactly(new NotLeader(1, 1));
        assertThat(host.leader.status(bench.now).leaseRunning()).isFalse();
    }

    @Test
    void shouldSayOverloadedWhileTooManyEntriesAreUnreleased() {
        Host host = bench.startOpen();
        cutAllSlots();
        for (int i = 1; i <= TIMING.unreleasedEntries(); i++) {
            host.submit(new Command.Restock("key-" + i, "Tux", 1));
        }
        bench.settle();
        host.submit(buy("a", "Tux", 1), buy("b", "Tux", 1));
        assertThat(host.takeReplies()).containsExactly(new Overloaded(5, 1), new Overloaded(6, 1));

        bench.cut.clear();
        bench.pass(TIMING.resendMillis() + LEASE / 4);
        host.takeReplies();
        host.submit(buy("a", "Tux", 1));
        bench.settle();

        assertThat(host.takeReplies()).hasOnlyElementsOfType(Done.class).hasSize(1);
    }

    @Test
    void shouldReplayAKeyOnceItsFirstResultIsReleased() {
        Host host = bench.startOpen();
        host.submit(buy("a", "Tux", 2));
        host.submit(buy("a", "Tux", 2));
        assertThat(host.replies).isEmpty();
        bench.settle();

        assertThat(host.takeReplies())
                .satisfiesExactly(done -> assertThat(done).isInstanceOf(Done.class), again -> assertThat(again)
                        .isEqualTo(new Replayed(2, 1, 5)));
        assertThat(host.stock("Tux")).isEqualTo(1);
    }

    @Test
    void shouldRejectAKeyThatIsUsedForAnotherCommand() {
        Host host = bench.startOpen();
        host.submit(buy("a", "Tux", 2), buy("a", "Tux", 1));
        bench.settle();

        assertThat(host.takeReplies()).endsWith(new Rejected(2, 1, new Rejection.KeyReused()));
    }

    @Test
    void shouldRejectOnlyOnceAllIsReleasedThatTheRejectionWasDecidedOn() {
        Host host = bench.startOpen();
        host.submit(buy("a", "Duck", 1), buy("b", "Duck", 1));
        assertThat(host.replies).isEmpty();
        bench.settle();

        assertThat(host.takeReplies()).hasSize(2).endsWith(new Rejected(2, 1, new Rejection.NotEnough("Duck", 0, 1)));

        host.submit(buy("c", "Duck", 1));
        assertThat(host.takeReplies())
                .as("at once where nothing is unreleased")
                .containsExactly(new Rejected(3, 1, new Rejection.NotEnough("Duck", 0, 1)));
    }

    @Test
    void shouldSendARejectionThatWasTrueWhenDecidedThoughTheLeaseHasEnded() {
        Host host = bench.startOpen();
        host.askLease();
        bench.pass(1);
        host.submit(buy("a", "Duck", 1), buy("b", "Duck", 1));
        bench.settle();
        assertThat(host.replies)
                .as("the front-end has not acknowledged the invalidation")
                .isEmpty();

        cutAllSlots();
        bench.now += LEASE;
        host.leader.tick(bench.now);

        assertThat(host.takeReplies())
                .satisfiesExactly(done -> assertThat(done).isInstanceOf(Done.class), rejected -> assertThat(rejected)
                        .isInstanceOf(CommandReply.Rejected.class));
    }

    @Test
    void shouldLogRejectionsWhereTheStoresRulesSaySo() {
        LeaderBench logging = new LeaderBench(1, new StoreRules(false, true, null));
        Host host = logging.startOpen();
        host.submit(buy("a", "Duck", 9));
        logging.settle();
        host.submit(buy("a", "Duck", 9));
        logging.settle();

        assertThat(host.takeReplies())
                .satisfiesExactly(
                        done -> assertThat(((Done) done).entry()).isInstanceOf(Entry.OrderRejected.class),
                        again -> assertThat(again).isEqualTo(new Replayed(2, -1, 5)));
    }

    @Test
    void shouldRestockAsSoonAsTheStoreIsOpen() {
        LeaderBench restocking =
                new LeaderBench(1, new StoreRules(false, false, new StoreRules.Restocking(10_000, 2, 100)));
        Host host = restocking.startOpen();
        assertThat(host.stock("Duck")).isEqualTo(100);
        assertThat(host.stock("Tux")).isEqualTo(3);

        host.submit(buy("a", "Tux", 3));
        restocking.pass(8_000);
        assertThat(host.stock("Tux")).isZero();
        restocking.pass(3_000);

        assertThat(host.stock("Tux")).isEqualTo(100);
    }

    // ---- front-ends -------------------------------------------------------------------------------------------------

    @Test
    void shouldReleaseAnEntryOnceEachFrontEndHasDroppedWhatItChanges() {
        Host host = bench.startOpen();
        LeaseGranted granted = host.askLease();
        host.submit(buy("a", "Tux", 1));
        bench.settle();
        assertThat(host.replies).isEmpty();
        Invalidate invalidate = (Invalidate) host.toFrontEnd.get(1);
        assertThat(invalidate.keys()).containsExactly("Tux");

        host.leader.onInvalidated(FRONT_END, granted.epoch(), invalidate.index(), bench.now);

        assertThat(host.takeReplies()).hasSize(1);
    }

    @Test
    void shouldVouchForWhatIsReleasedAndNameASlotThatHasIt() {
        Host host = bench.startOpen();
        bench.cut.add(3);
        host.submit(buy("a", "Tux", 1));
        bench.settle();

        VouchedRead vouched = Objects.requireNonNull(host.leader.vouch(READ, bench.now));
        assertThat(vouched.slot()).isBetween(1, 2);
        assertThat(vouched.read()).isEqualTo(new OrderRead(7, 0, 10, 5));
    }

    @Test
    void shouldVouchForNothingWithoutALease() {
        cutAllSlots();
        Host host = bench.start(true);
        assertThat(host.leader.vouch(READ, bench.now)).isNull();

        bench.cut.clear();
        bench.pass(LEASE);
        assertThat(host.leader.vouch(READ, bench.now)).isNotNull();

        cutAllSlots();
        bench.now += LEASE;
        assertThat(host.leader.vouch(READ, bench.now)).isNull();
    }

    // ---- leaders change ---------------------------------------------------------------------------------------------

    @Test
    void shouldKnowAfterALeadersDeathWhatWasDecided() {
        Host first = bench.startOpen();
        first.submit(buy("a", "Tux", 2));
        bench.settle();
        first.leader.stop(bench.now);
        Host second = bench.startOpen();

        second.submit(buy("a", "Tux", 2), buy("b", "Tux", 2));
        bench.settle();

        assertThat(second.takeReplies())
                .containsExactly(new Replayed(1, 1, 5), new Rejected(2, 1, new Rejection.NotEnough("Tux", 1, 2)));
    }

    @Test
    void shouldStartAgainAsSingletonWhenItWasDeposed() {
        Host singleton = bench.startOpen();
        cutAllSlots();
        bench.now += 2 * LEASE;
        for (int slot = 1; slot <= 3; slot++) {
            bench.slot(slot).now = bench.now;
        }
        bench.cut.clear();
        Host rival = bench.start(false);
        assertThat(rival.leader.leader().leads()).isTrue();
        assertThat(singleton.leader.next()).isEqualTo(Next.CONTINUE);

        bench.pass(LEASE);

        assertThat(singleton.retired).hasSize(1);
        assertThat(singleton.leader.next()).isEqualTo(Next.START_AGAIN);
    }

    @Test
    void shouldStopAsActingLeaderWhenItWasDeposed() {
        Host acting = bench.start(false);
        bench.pass(5 * LEASE);
        acting.leader.handOver(bench.now);
        bench.pass(LEASE);

        assertThat(acting.retired).containsExactly("resigned");
        assertThat(acting.leader.next()).isEqualTo(Next.STOP);
    }

    @Test
    void shouldStopAsActingLeaderThatDoesNotWin() {
        cutAllSlots();
        Host acting = bench.start(false);
        bench.pass(2 * LEASE - 1);
        assertThat(acting.leader.next()).isEqualTo(Next.CONTINUE);

        bench.pass(1);

        assertThat(acting.leader.next()).isEqualTo(Next.STOP);
    }

    /** A large state takes longer to load than an election. */
    @Test
    void shouldNotStopAsActingLeaderWhileItLoads() {
        bench.startOpen().leader.stop(bench.now);
        Host acting = startLoading();
        bench.pass(3 * LEASE);
        assertThat(acting.leader.leader().phase()).isEqualTo(Phase.LOADING);
        assertThat(acting.leader.next()).isEqualTo(Next.CONTINUE);
    }

    /** An acting leader whose requests for the state are lost. */
    private Host startLoading() {
        bench.pass(LEASE);
        bench.losesReads = true;
        Host acting = bench.start(false);
        bench.pass(LEASE / 2);
        assertThat(acting.leader.leader().phase()).isEqualTo(Phase.LOADING);
        return acting;
    }

    /** Otherwise a fail-over would change the leader twice. */
    @Test
    void shouldNotMakeWayForTheSingletonBeforeItHasLedForAWhile() {
        bench.startOpen().leader.stop(bench.now);
        Host acting = startLoading();
        acting.leader.handOver(bench.now);
        assertThat(acting.leader.next()).as("loading").isEqualTo(Next.CONTINUE);
        bench.losesReads = false;
        bench.pass(3 * LEASE);
        acting.leader.handOver(bench.now);

        assertThat(acting.leader.leader().phase()).isEqualTo(Phase.LEADING);
    }

    @Test
    void shouldNotMakeWayForTheSingletonWhileTheHomeReplicaLags() {
        Host acting = bench.start(false);
        bench.pass(5 * LEASE);
        bench.cut.add(LeaderBench.HOME_SLOT);
        acting.submit(buy("a", "Tux", 1));
        bench.pass(LEASE / 2);
        acting.leader.handOver(bench.now);
        assertThat(acting.leader.leader().phase()).isEqualTo(Phase.LEADING);

        bench.cut.clear();
        bench.pass(LEASE);
        acting.leader.handOver(bench.now);
        bench.pass(LEASE);
        assertThat(acting.retired).containsExactly("resigned");
    }

    /** After a change of the settings two nodes may take themselves for the home of a store, for a while. */
    @Test
    void shouldNotMakeWayForAnotherSingletonAsSingleton() {
        Host singleton = bench.startOpen();
        bench.pass(5 * LEASE);
        singleton.leader.handOver(bench.now);

        assertThat(singleton.leader.leader().phase()).isEqualTo(Phase.LEADING);
    }

    @Test
    void shouldKeepTryingAsSingleton() {
        cutAllSlots();
        Host singleton = bench.start(true);
        bench.pass(10 * LEASE);
        assertThat(singleton.leader.next()).isEqualTo(Next.CONTINUE);
        bench.cut.clear();
        bench.pass(LEASE);

        assertThat(singleton.leader.leader().leads()).isTrue();
    }

    @Test
    void shouldStopWhenToldToEvenAsSingleton() {
        Host singleton = bench.startOpen();
        singleton.leader.stop(bench.now);

        assertThat(singleton.leader.next()).isEqualTo(Next.STOP);
    }

    // ---- hand-over --------------------------------------------------------------------------------------------------

    @Test
    void shouldLeadAsSingletonSoonAfterItHasAskedTheActingLeaderToHandOver() {
        Host acting = bench.start(false);
        bench.pass(5 * LEASE);
        acting.submit(buy("a", "Tux", 1));
        Host singleton = bench.start(true);
        bench.pass(LEASE);

        assertThat(singleton.handOversRequested).contains("leader-1");
        assertThat(acting.leader.next()).isEqualTo(Next.STOP);
        assertThat(acting.takeReplies()).hasOnlyElementsOfType(Done.class).hasSize(1);
        assertThat(singleton.leader.leader().leads()).isTrue();
        assertThat(singleton.stock("Tux")).isEqualTo(2);
    }

    @Test
    void shouldAskOnlyAnotherLeaderThatHoldsALeaseToHandOver() {
        cutAllSlots();
        Host singleton = bench.start(true);
        singleton.leader.onLeaderKnown(new LeaderKnown(1, 1, null, 100, Succession.OPEN, 0));
        singleton.leader.onLeaderKnown(new LeaderKnown(1, 1, "leader-1", 100, Succession.OPEN, 0));
        singleton.leader.onLeaderKnown(new LeaderKnown(1, 1, "other", 0, Succession.OPEN, 0));
        assertThat(singleton.handOversRequested).isEmpty();

        singleton.leader.onLeaderKnown(new LeaderKnown(1, 1, "other", 1, Succession.OPEN, 0));
        assertThat(singleton.handOversRequested).containsExactly("other");

        bench.cut.clear();
        bench.pass(LEASE);
        singleton.leader.onLeaderKnown(new LeaderKnown(1, 1, "other", 1, Succession.OPEN, 0));
        assertThat(singleton.handOversRequested).as("it leads").hasSize(1);
    }

    @Test
    void shouldMakeWayForTheSlotInWhichAnAdministratorWantsTheLeader() {
        Host singleton = bench.startOpen();
        bench.pass(5 * LEASE);
        placeLeader(singleton, 2);
        bench.pass(LEASE / 4);

        assertThat(singleton.retired).containsExactly("resigned");
        assertThat(bench.slot(2).log().leader(bench.now).succession()).isEqualTo(Succession.THIS_SLOT);
        Host again = bench.startAgain(singleton);
        bench.pass(LEASE / 2);
        assertThat(again.leader.leader().leads()).as("it rests").isFalse();
        Host placed = bench.start(false, 2);
        bench.pass(20 * LEASE);
        assertThat(placed.leader.leader().leads()).isTrue();
        assertThat(again.handOversRequested).isNotEmpty();

        placeLeader(placed, 0);
        bench.pass(2 * LEASE);
        assertThat(again.leader.leader().leads()).as("leads at home").isTrue();
        bench.pass(20 * LEASE);
        assertThat(again.leader.leader().phase()).isEqualTo(Phase.LEADING);
    }

    /** The standby there may be dead. */
    @Test
    void shouldLeadAsSingletonWhenNobodyHasFollowedItForALease() {
        Host singleton = bench.startOpen();
        bench.pass(5 * LEASE);
        placeLeader(singleton, 2);
        bench.pass(LEASE / 4);
        Host again = bench.startAgain(singleton);
        bench.pass(2 * LEASE);

        assertThat(again.leader.leader().leads()).isTrue();
        bench.pass(6 * LEASE);
        assertThat(again.leader.leader().phase()).as("waits longer").isEqualTo(Phase.LEADING);
        bench.pass(4 * LEASE);
        assertThat(again.retired).as("tries again").containsExactly("resigned");

        Host third = bench.startAgain(again);
        bench.pass(2 * LEASE);
        assertThat(third.leader.leader().leads()).isTrue();
        bench.pass(12 * LEASE);
        assertThat(third.leader.leader().phase()).isEqualTo(Phase.LEADING);
        placeLeader(third, 3);
        bench.pass(LEASE);
        assertThat(third.retired).as("to another slot").containsExactly("resigned");
    }

    @Test
    void shouldNotMakeWayForASlotThatLags() {
        Host singleton = bench.startOpen();
        bench.pass(5 * LEASE);
        bench.cut.add(2);
        placeLeader(singleton, 2);
        bench.pass(LEASE / 2);
        assertThat(singleton.leader.leader().phase()).isEqualTo(Phase.LEADING);

        bench.cut.clear();
        bench.pass(LEASE);
        assertThat(singleton.retired).containsExactly("resigned");
    }

    @Test
    void shouldLeadForAWhileBeforeItMakesWayForAnotherSlot() {
        Host singleton = bench.startOpen();
        placeLeader(singleton, 3);
        bench.pass(3 * LEASE);
        assertThat(singleton.leader.leader().phase()).isEqualTo(Phase.LEADING);

        bench.pass(3 * LEASE);
        assertThat(singleton.retired).containsExactly("resigned");
    }

    /** The cluster may have more slots in another life. */
    @Test
    void shouldIgnoreASlotThatTheClusterDoesNotHave() {
        Host singleton = bench.startOpen();
        placeLeader(singleton, 4);
        bench.pass(20 * LEASE);

        assertThat(singleton.leader.leader().phase()).isEqualTo(Phase.LEADING);
    }

    /** The singleton would win against the standby that it names. */
    @Test
    void shouldMoveByWayOfHomeAsActingLeader() {
        Host acting = bench.start(false, 3);
        Host singleton = bench.start(true);
        bench.pass(LEASE);
        placeLeader(acting, 2);
        bench.pass(6 * LEASE);
        assertThat(singleton.leader.leader().leads()).isTrue();

        bench.pass(5 * LEASE);
        assertThat(singleton.retired).containsExactly("resigned");
        assertThat(bench.slot(2).log().leader(bench.now).succession()).isEqualTo(Succession.THIS_SLOT);
    }

    @Test
    void shouldMoveAsActingLeaderWhileHomeIsDown() {
        Host acting = bench.start(false, 3);
        bench.pass(5 * LEASE);
        bench.cut.add(LeaderBench.HOME_SLOT);
        bench.pass(2 * LEASE);
        placeLeader(acting, 2);
        bench.pass(LEASE / 4);

        assertThat(acting.leader.next()).isEqualTo(Next.STOP);
        assertThat(bench.slot(2).log().leader(bench.now).succession()).isEqualTo(Succession.THIS_SLOT);
    }

    private void placeLeader(Host host, int slot) {
        host.submit(new PlaceLeader("place/" + slot, slot));
        bench.settle();
    }

    @Test
    void shouldNotLookForALeaderAsActingLeader() {
        cutAllSlots();
        Host acting = bench.start(false);
        Host singleton = bench.start(true);
        bench.pass(3 * LEASE);

        assertThat(acting.searches).isZero();
        assertThat(singleton.searches).isBetween(2, 4);
    }

    /** Overloaded would reach the client; the front-end retries with the next leader instead. */
    @Test
    void shouldSayNotLeaderWhileItDrainsBeforeAHandOver() {
        Host host = bench.startOpen();
        host.submit(buy("a", "Tux", 1));
        host.leader.stop(bench.now);
        host.submit(buy("b", "Tux", 1));

        assertThat(host.leader.leader().phase()).isEqualTo(Phase.RESIGNING);
        assertThat(host.takeReplies()).containsExactly(new NotLeader(2, 1));
        bench.settle();
        assertThat(host.takeReplies()).hasOnlyElementsOfType(Done.class).hasSize(1);
    }
}
