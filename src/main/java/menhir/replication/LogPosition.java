package menhir.replication;

/**
 * What a replica has on its disk: it never becomes less, unless the disk is replaced by an older copy. Among positions of one
 * disk the higher accepted epoch is later, then the higher index, as (view, op-number) in Viewstamped Replication.
 *
 * @param acceptedEpoch epoch of the last leader that changed the log
 * @param lastIndex the end of the log
 */
public record LogPosition(Incarnation incarnation, long acceptedEpoch, long lastIndex) {

    /**
     * All that is known by this position and another one of the slot: of two disks the later one, and of one disk the later
     * start and the later end of the log, each for itself.
     */
    LogPosition with(LogPosition other) {
        if (!incarnation.isSameDisk(other.incarnation)) {
            return incarnation.isOlderThan(other.incarnation) ? other : this;
        }
        boolean laterStart = other.incarnation.start() > incarnation.start();
        boolean laterEnd = other.isBeyond(this);
        return new LogPosition(
                laterStart ? other.incarnation : incarnation,
                laterEnd ? other.acceptedEpoch : acceptedEpoch,
                laterEnd ? other.lastIndex : lastIndex);
    }

    private boolean isBeyond(LogPosition other) {
        return acceptedEpoch != other.acceptedEpoch ? acceptedEpoch > other.acceptedEpoch : lastIndex > other.lastIndex;
    }

    /** Whether a member at this position has lost something that {@code known} says it had. */
    boolean isBehind(LogPosition known) {
        if (incarnation.isOlderThan(known.incarnation)) {
            return true;
        }
        return incarnation.isSameDisk(known.incarnation) && known.isBeyond(this);
    }
}
