package menhir.leader;

import java.util.List;
import menhir.replication.Leader.ReplicaStatus;
import menhir.wire.CborMessage;

/**
 * A leader's view of its store.
 *
 * @param released up to which index entries are released; 0 if it does not know, because it has just taken over
 */
public record LeaderStatus(
        String node,
        long epoch,
        long lastIndex,
        long released,
        boolean leaseRunning,
        boolean opened,
        List<ReplicaStatus> replicas)
        implements CborMessage {

    public boolean knowsReleased() {
        return released > 0;
    }
}
