package menhir.replication;

import java.util.List;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaEvent.MembershipGained;
import menhir.replication.ReplicaEvent.PositionsLearned;

/**
 * What replicas that are made from a backup have on their disks besides its entries: they are members, and have promised an
 * epoch beyond all that another cluster with the same entries can use. So an index and an epoch never name two entries, even
 * if several clusters are made from one backup one after the other.
 *
 * <p>They also know of every slot that its member's disk is the restored one: a founding disk of the lost cluster that turns
 * up is older, and no voter.
 *
 * @param slots number of slots of the new cluster
 * @param lastIndex the end of the log, from 1
 * @param lastEpoch epoch of the last entry
 * @param minutes time of the restoration: minutes since 1970, by any clock that is not years behind
 */
public record Restoration(int slots, long lastIndex, long lastEpoch, long minutes) {
    /**
     * Epochs that a cluster may use between two restorations. With it an epoch of this century is below 2^53, so that every
     * reader of JSON keeps it exactly.
     */
    static final long EPOCHS = 1L << 27;

    public Restoration {
        if (slots < 1 || lastIndex < 1 || lastEpoch < 1 || minutes < 0) {
            throw new IllegalArgumentException("nothing can be restored from " + lastIndex + " entries of epoch "
                    + lastEpoch + " in " + slots + " slots");
        }
    }

    /** The epoch that the restored replicas have promised. Their first leader has a higher one. */
    public long epoch() {
        return Math.max(lastEpoch / EPOCHS + 1, minutes) * EPOCHS;
    }

    /** The events before those that hold the entries. */
    public List<ReplicaEvent> before() {
        return List.of(new EpochPromised(epoch()));
    }

    /** The events after those that hold the entries. */
    public List<ReplicaEvent> after() {
        KnownPositions known = KnownPositions.NONE;
        LogPosition restored = new LogPosition(Incarnation.NONE.joined(lastIndex), 0, 0);
        for (int slot = 1; slot <= slots; slot++) {
            known = known.with(slot, restored);
        }
        return List.of(new MembershipGained(lastIndex), new PositionsLearned(known));
    }
}
