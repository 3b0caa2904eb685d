package menhir.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import menhir.replication.KnownPositions;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.MembershipGained;
import menhir.replication.ReplicaEvent.MembershipLost;
import menhir.replication.ReplicaEvent.PositionsLearned;
import menhir.replication.ReplicaEvent.Started;
import menhir.replication.ReplicaEvent.SuffixTruncated;
import menhir.replication.ReplicaState;

/** Random valid events of a replica. */
final class RandomLog {
    private RandomLog() {}

    /** An event that is valid in a state. */
    static ReplicaEvent nextEvent(ReplicaState state, Random random) {
        int dice = random.nextInt(20);
        if (dice == 0 || state.epoch() == 0) {
            return new EpochPromised(state.epoch() + 1 + random.nextInt(3));
        } else if (dice == 1 && state.lastIndex() > 0) {
            long max = Math.min(state.lastIndex(), random.nextInt(8) == 0 ? 200 : 10);
            return new SuffixTruncated(state.lastIndex() - random.nextInt((int) max));
        } else if (dice == 2 && !state.member()) {
            return new MembershipGained(1 + random.nextInt(9));
        } else if (dice == 3) {
            return new Started(random.nextInt(Integer.MAX_VALUE));
        } else if (dice == 4 && state.member()) {
            return new MembershipLost();
        } else if (dice == 5) {
            return new PositionsLearned(positions(random));
        }
        return append(state, random, 1 + random.nextInt(random.nextInt(6) == 0 ? 150 : 12));
    }

    private static KnownPositions positions(Random random) {
        return random.nextBoolean()
                ? KnownPositions.NONE
                : KnownPositions.of(
                        new long[] {2, 0, 1 + random.nextInt(3), random.nextInt(9), 4, random.nextInt(900)});
    }

    static EntriesAppended append(ReplicaState state, Random random, int count) {
        List<LogEntry> entries = new ArrayList<>(count);
        long number = state.lastNumber();
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[random.nextInt(random.nextInt(30) == 0 ? 5_000 : 120)];
            random.nextBytes(payload);
            boolean order = random.nextInt(5) > 0;
            entries.add(new LogEntry(state.epoch(), order ? ++number : 0, payload));
        }
        return new EntriesAppended(state.lastIndex() + 1, entries, positions(random));
    }
}
