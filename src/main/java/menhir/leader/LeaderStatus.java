package menhir.leader;

import java.util.List;
import menhir.replication.Leader.ReplicaStatus;
import menhir.wire.CborMessage;

/** A leader's view of its store. */
public record LeaderStatus(
        String node,
        long epoch,
        long lastIndex,
        long released,
        boolean leaseRunning,
        boolean opened,
        List<ReplicaStatus> replicas)
        implements CborMessage {}
