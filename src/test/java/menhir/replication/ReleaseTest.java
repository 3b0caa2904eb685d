package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.replication.Bench.Candidate;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import org.junit.jupiter.api.Test;

/** What a leader does for front-ends with a cache: nothing is released that one of them could still contradict. */
class ReleaseTest {
    private final Bench bench = new Bench(3, Timing.ofLease(1_000));
    private final Candidate candidate = bench.leader();
    private final Leader leader = candidate.leader;

    @Test
    void shouldHoldAChangeBackUntilEveryCacheHasDroppedIt() {
        ask("a");
        ask("b");
        long index = candidate.write("change", "ball");
        assertThat(leader.committed()).isEqualTo(index);
        assertThat(leader.released()).isLessThan(index);
        leader.onInvalidated("a", leader.epoch(), index, bench.now);
        assertThat(leader.released()).isLessThan(index);
        leader.onInvalidated("b", leader.epoch(), index, bench.now);
        assertThat(leader.released()).isEqualTo(index);
    }

    @Test
    void shouldReleaseNothingOfABatchThatWasInvalidatedTogether() {
        ask("a");
        long before = leader.lastIndex();
        candidate.propose("first", "ball");
        long last = candidate.write("second", "doll");
        assertThat(messages(Invalidate.class)).hasSize(1);
        assertThat(leader.committed()).isEqualTo(last);
        assertThat(leader.released()).isEqualTo(before);
        leader.onInvalidated("a", leader.epoch(), last, bench.now);
        assertThat(leader.released()).isEqualTo(last);
    }

    @Test
    void shouldNotWaitForAFrontEndWhoseLeaseRanOut() {
        ask("gone");
        long index = candidate.write("change", "ball");
        long cacheLease = bench.timing.cacheLeaseMillis();
        bench.pass(cacheLease, candidate);
        assertThat(leader.released()).as("its clock may be slower").isLessThan(index);
        bench.pass(bench.timing.marginMillis() + bench.timing.heartbeatMillis(), candidate);
        assertThat(leader.released()).isEqualTo(index);
    }

    /** It cannot tell its own machine's sleep from a wall clock that was set: the front-end's lease may still run. */
    @Test
    void shouldWaitForAFrontEndWhenItsOwnTimeSkips() {
        ask("a");
        long index = candidate.write("change", "ball");
        leader.onTimeSkipped(bench.timing.leaseMillis());
        bench.now += bench.timing.leaseMillis();
        assertThat(leader.leaseRunning(bench.now)).isFalse();
        bench.pass(bench.timing.cacheLeaseMillis(), candidate);
        assertThat(leader.released()).isLessThan(index);
        bench.pass(bench.timing.marginMillis() + bench.timing.heartbeatMillis(), candidate);
        assertThat(leader.released()).isEqualTo(index);
    }

    @Test
    void shouldRepeatAnInvalidationThatIsNotAcknowledged() {
        ask("a");
        candidate.write("change", "ball");
        bench.pass(bench.timing.cacheLeaseMillis() - 10, candidate);
        assertThat(messages(Invalidate.class))
                .hasSizeGreaterThan(1)
                .allMatch(m -> m.equals(messages(Invalidate.class).get(0)));
    }

    @Test
    void shouldTellWhichInvalidationCameBefore() {
        ask("a");
        long granted = leader.lastIndex();
        long first = candidate.write("change", "ball");
        candidate.write("of no item");
        long third = candidate.write("change", "doll");
        assertThat(messages(Invalidate.class)).extracting(Invalidate::previous).containsExactly(granted, first);
        assertThat(messages(Invalidate.class)).extracting(Invalidate::index).containsExactly(first, third);
    }

    @Test
    void shouldHaveEverythingDroppedWhenTheNamesDoNotFitIntoOneMessage() {
        ask("a");
        long before = leader.lastIndex();
        CoherentCache<String> cache = new CoherentCache<>(10);
        cache.onGranted(messages(LeaseGranted.class).get(0), 1);
        cache.offer("ball", "3 left", before, cache.generation(), 1);
        for (int i = 0; i < FrontEndLeases.MAX_KEY_CHARS / 100; i++) {
            candidate.propose("change", "x".repeat(100) + i);
        }
        long last = candidate.write("change", "doll");
        Invalidate all = messages(Invalidate.class).get(0);
        assertThat(all.keys()).isEmpty();
        assertThat(leader.committed()).isEqualTo(last);
        assertThat(leader.released()).isEqualTo(before);

        assertThat(cache.onInvalidate(all)).isTrue();
        assertThat(cache.get("ball", 1)).isNull();
        assertThat(cache.minIndex("doll")).isEqualTo(last);
        leader.onInvalidated("a", leader.epoch(), last, bench.now);
        assertThat(leader.released()).isEqualTo(last);

        // The next one is an ordinary one, and follows it without a gap.
        cache.offer("ball", "2 left", last, cache.generation(), 1);
        candidate.write("change", "doll");
        assertThat(cache.onInvalidate(messages(Invalidate.class).get(1))).isTrue();
        assertThat(cache.get("ball", 1)).isEqualTo("2 left");
    }

    @Test
    void shouldBringOutstandingChangesToAFrontEndBeforeItsLease() {
        candidate.propose("change", "ball");
        ask("a");
        assertThat(messages(LeaseGranted.class)).singleElement().satisfies(granted -> assertThat(granted.lastIndex())
                .isEqualTo(leader.lastIndex()));
    }

    @Test
    void shouldGrantNothingPastItsOwnLease() {
        bench.now += bench.timing.leaseMillis() - bench.timing.cacheLeaseMillis();
        ask("a");
        assertThat(candidate.frontEndMessages).isEmpty();
        bench.pass(100, candidate);
        ask("a");
        assertThat(candidate.frontEndMessages).hasSize(1);
    }

    @Test
    void shouldGrantNothingBeforeTheLogThatItTookOverIsCommitted() {
        bench.now += 2 * bench.timing.leaseMillis();
        Candidate second = bench.candidate();
        second.loads = false;
        bench.settle();
        second.leader.onLoaded(bench.now);
        second.leader.onLeaseAsked("a", 0, bench.now);
        assertThat(second.frontEndMessages).isEmpty();
        bench.settle();
        second.leader.onLeaseAsked("a", 0, bench.now);
        assertThat(second.frontEndMessages).hasSize(1);
    }

    /** The link to it is cut in one direction: it asks for leases, and hears nothing. */
    @Test
    void shouldNotWaitForAFrontEndThatHearsNothingLongerThanOneLease() {
        ask("deaf");
        ask("a");
        long index = candidate.write("change", "ball");
        leader.onInvalidated("a", leader.epoch(), index, bench.now);
        for (long waited = 0; waited <= bench.timing.leaseMillis(); waited += 20) {
            bench.pass(20, candidate);
            ask("deaf");
        }
        assertThat(leader.released()).isEqualTo(index);

        long next = candidate.write("change", "ball");
        assertThat(leader.released()).as("it has no lease any more").isEqualTo(next);
    }

    @Test
    void shouldGrantALeaseAgainOnceAFrontEndHasShownThatItHears() {
        ask("deaf");
        candidate.write("change", "ball");
        bench.pass(bench.timing.leaseMillis(), candidate);
        candidate.frontEndMessages.clear();
        ask("deaf");
        Invalidate probe = messages(Invalidate.class).get(0);
        assertThat(probe.keys()).isEmpty();
        ask("deaf");
        assertThat(candidate.frontEndMessages)
                .as("one probe for each resend interval")
                .hasSize(1);

        leader.onInvalidated("deaf", leader.epoch(), probe.index(), bench.now);
        ask("deaf");
        assertThat(messages(LeaseGranted.class)).hasSize(1);
    }

    @Test
    void shouldIgnoreAcknowledgementsOfAnotherEpoch() {
        ask("a");
        long index = candidate.write("change", "ball");
        leader.onInvalidated("a", leader.epoch() - 1, index, bench.now);
        leader.onInvalidated("stranger", leader.epoch(), index, bench.now);
        assertThat(leader.released()).isLessThan(index);
    }

    private void ask(String frontEnd) {
        leader.onLeaseAsked(frontEnd, 0, bench.now);
    }

    private <T extends FrontEndMessage> List<T> messages(Class<T> type) {
        return candidate.frontEndMessages.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
