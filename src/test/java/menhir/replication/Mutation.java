package menhir.replication;

/** A rule of the protocol, or of the actors around it, broken on purpose: the simulation must notice. */
public enum Mutation {
    /** One replica is a majority. */
    QUORUM_OF_ONE,
    /** A replica obeys a leader that it was told to shut out. */
    NO_EPOCH_CHECK,
    /** A replica that lost its disk helps to elect. */
    BLANK_REPLICA_VOTES,
    /** A replica that lost its disk helps to commit. */
    BLANK_REPLICA_COUNTS,
    /** A replica becomes a member by a message that was meant for its old disk. */
    LATE_JOIN_TAKEN,
    /** An entry is released while a cache still shows what was before. */
    RELEASE_BEFORE_INVALIDATION,
    /** A miss is answered by any replica, however far behind. */
    NO_LEAST_INDEX,
    /** A front-end serves from its cache after its lease. */
    LEASE_END_IGNORED,
    /** Cache leases are granted by a leader that may have been replaced. */
    CACHE_LEASE_WITHOUT_LEASE,
    /** A replica lets a new leader in while it has promised the old one not to. */
    PROMISE_WHILE_LEASED,
    /** Raft, section 5.4.2, figure 8. */
    EARLIER_EPOCH_COMMITTED_BY_COUNTING,
    /** The promise is only in memory. */
    PROMISE_NOT_PERSISTED,
    /** A replica answers an Append before it is on disk. */
    ANSWER_BEFORE_DISK,
    /** A restarted replica has forgotten that a lease may run. */
    RESTART_FORGETS_LEASE,
    /** A refusal is answered by a leader that may have been replaced. */
    REFUSAL_WITHOUT_LEASE,
    /** A refusal is answered before that is released which it was decided on. */
    REFUSAL_BEFORE_RELEASE,
    /** A retried order is a new order. */
    KEYS_FORGOTTEN,
    /** An invalidation that got lost before this one is not noticed. */
    LOST_INVALIDATION_UNNOTICED,
    /** Catalog replicas show what is in the log, released or not. */
    UNRELEASED_SHOWN,
}
