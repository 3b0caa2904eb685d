package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.MembershipGained;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import org.junit.jupiter.api.Test;

class ReplicaStateTest {

    @Test
    void shouldRememberEpochsMembershipAndPromise() {
        ReplicaState state = ReplicaState.BLANK
                .apply(new EpochPromised(2))
                .apply(new MembershipGained(0))
                .apply(new EntriesAppended(1, List.of(entry(2, 0), entry(2, 1)), KnownPositions.NONE))
                .apply(new EpochPromised(5))
                .apply(new EntriesAppended(3, List.of(entry(5, 0)), KnownPositions.NONE));
        assertThat(state.member()).isTrue();
        assertThat(state.epoch()).isEqualTo(5);
        assertThat(state.sequenceNr()).isEqualTo(5);
        assertThat(state.epochAt(0)).isZero();
        assertThat(state.epochAt(2)).isEqualTo(2);
        assertThat(state.lastEpoch()).isEqualTo(5);
        assertThatThrownBy(() -> state.epochAt(4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFindOrdersByNumberAcrossOtherEntries() {
        // Orders 1 and 2 stand at 2 and 3, something else at 4, orders 3 and 4 at 5 and 6.
        ReplicaState state = log(0, 1, 2, 0, 3, 4);
        assertThat(state.lastNumber()).isEqualTo(4);
        shouldHold(state, 1, 2);
        shouldHold(state, 2, 3);
        shouldHold(state, 3, 5);
        shouldHold(state, 4, 6);
        assertThat(state.mayHold(0, state.lastIndex())).isFalse();
        assertThat(state.mayHold(5, state.lastIndex())).isFalse();
        assertThat(state.lastNumberAt(0)).isZero();
        assertThat(state.lastNumberAt(1)).isZero();
        assertThat(state.lastNumberAt(4)).isEqualTo(2);
        assertThat(state.lastNumberAt(5)).isEqualTo(3);
    }

    @Test
    void shouldTakeNumbersBackWithTheEntriesThatAreDropped() {
        ReplicaState state = log(0, 1, 2, 0, 3, 4);
        assertThat(state.apply(new SuffixTruncated(6)).lastNumber()).isEqualTo(3);
        assertThat(state.apply(new SuffixTruncated(5)).lastNumber()).isEqualTo(2);
        assertThat(state.apply(new SuffixTruncated(4)).lastNumber()).isEqualTo(2);
        assertThat(state.apply(new SuffixTruncated(3)).lastNumber()).isEqualTo(1);
        assertThat(state.apply(new SuffixTruncated(1)).lastNumber()).isZero();
        ReplicaState again = state.apply(new SuffixTruncated(3))
                .apply(new EntriesAppended(3, List.of(entry(2, 0), entry(2, 2)), KnownPositions.NONE));
        shouldHold(again, 1, 2);
        shouldHold(again, 2, 4);
        assertThat(again.mayHold(3, again.lastIndex())).isFalse();
    }

    private static void shouldHold(ReplicaState state, long number, long atIndex) {
        assertThat(LongStream.rangeClosed(1, state.lastIndex()).filter(index -> state.mayHold(number, index)))
                .containsExactly(atIndex);
    }

    @Test
    void shouldNotHaveGapsOrDropWhatIsNotThere() {
        ReplicaState state = log(0, 1);
        assertThatThrownBy(() -> state.apply(new EntriesAppended(4, List.of(entry(1, 0)), KnownPositions.NONE)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> state.apply(new SuffixTruncated(3))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> state.apply(new SuffixTruncated(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldLeadToEachEntryInItsJournalAfterAnyHistory() {
        for (long seed = 1; seed <= 30; seed++) {
            replay(new SplittableRandom(seed));
        }
    }

    /** A random history of appends and drops; then every index must be found where the state says. */
    private static void replay(SplittableRandom random) {
        List<ReplicaEvent> journal = new ArrayList<>();
        List<LogEntry> log = new ArrayList<>();
        ReplicaState state = ReplicaState.BLANK;
        long epoch = 1;
        for (int step = 0; step < 120; step++) {
            ReplicaEvent event;
            if (!log.isEmpty() && random.nextInt(6) == 0) {
                int from = Math.max(1, log.size() - random.nextInt(log.size()) / (1 + random.nextInt(8)));
                event = new SuffixTruncated(from);
                log.subList(from - 1, log.size()).clear();
                epoch++;
            } else {
                List<LogEntry> entries = new ArrayList<>();
                int count = random.nextInt(1, 40);
                for (int i = 0; i < count; i++) {
                    entries.add(new LogEntry(epoch, 0, new byte[] {(byte) step, (byte) i}));
                }
                event = new EntriesAppended(log.size() + 1, entries, KnownPositions.NONE);
                log.addAll(entries);
            }
            journal.add(event);
            state = state.apply(event);
        }
        assertThat(state.lastIndex()).isEqualTo(log.size());
        for (int index = 1; index <= log.size(); index++) {
            assertThat(state.epochAt(index)).isEqualTo(log.get(index - 1).epoch());
            assertThat(read(journal, state.eventsFor(index), index)).isEqualTo(log.get(index - 1));
        }
    }

    private static LogEntry read(List<ReplicaEvent> journal, ReplicaState.EventRange range, long index) {
        List<LogEntry> found = new ArrayList<>();
        long first = 0;
        for (long number = range.from(); number <= range.to(); number++) {
            ReplicaEvent event = journal.get((int) number - 1);
            if (event instanceof EntriesAppended appended) {
                first = found.isEmpty() ? appended.firstIndex() : first;
                found.addAll(appended.entries());
            } else if (event instanceof SuffixTruncated dropped && !found.isEmpty()) {
                found.subList((int) Math.max(0, dropped.fromIndex() - first), found.size())
                        .clear();
            }
        }
        return found.get((int) (index - first));
    }

    private static ReplicaState log(long... numbers) {
        List<LogEntry> entries = new ArrayList<>();
        for (long number : numbers) {
            entries.add(entry(1, number));
        }
        return ReplicaState.BLANK.apply(new EntriesAppended(1, entries, KnownPositions.NONE));
    }

    private static LogEntry entry(long epoch, long number) {
        return new LogEntry(epoch, number, new byte[] {1});
    }
}
