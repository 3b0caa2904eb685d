package menhir.replication;

/**
 * What a replica has on its disk: it never becomes less, unless the disk is replaced by an older copy. Among positions of one
 * disk the higher accepted epoch is later, then the higher index, as (view, op-number) in Viewstamped Replication.
 *
 * @param acceptedEpoch epoch of the last leader that changed the log
 * @param lastIndex the end of the log
 */
public record LogPosition(Incarnation incarnation, long acceptedEpoch, long lastIndex) {

    /** Whether a member at this position has lost something that {@code known} says it had. */
    boolean isBehind(LogPosition known) {
        if (incarnation.isOlderThan(known.incarnation)) {
            return true;
        }
        if (!incarnation.isSameDisk(known.incarnation)) {
            return false;
        }
        return acceptedEpoch != known.acceptedEpoch
                ? acceptedEpoch < known.acceptedEpoch
                : lastIndex < known.lastIndex;
    }
}
