package menhir.simulation;

/** A rule broken on purpose: the simulation must see a promise broken. */
public enum Mutation {
    // ---- the protocol (menhir.replication)
    /** One replica is a majority. */
    QUORUM_OF_ONE,
    /** A replica obeys a leader although it has promised a higher epoch. */
    NO_EPOCH_CHECK,
    /** A replica that lost its disk votes. */
    BLANK_REPLICA_VOTES,
    /** A replica that lost its disk counts for commits. */
    BLANK_REPLICA_COUNTS,
    /** A replica becomes a member by a message that was meant for its old disk. */
    LATE_JOIN_ACCEPTED,
    /** An entry is released while a cache still shows the old value. */
    RELEASE_BEFORE_INVALIDATION,
    /** Cache leases are granted by a leader that may have been replaced. */
    CACHE_LEASE_WITHOUT_LEASE,
    /** A replica promises an epoch while a leader holds its lease. */
    PROMISE_WHILE_LEASED,
    /** Raft, section 5.4.2, figure 8. */
    EARLIER_EPOCH_COMMITTED_BY_COUNTING,
    /** The promise is only in memory. */
    PROMISE_NOT_PERSISTED,
    /** A restarted replica has forgotten that a lease may be running. */
    RESTART_FORGETS_LEASE,
    /** An invalidation that was lost before this one is not noticed. */
    LOST_INVALIDATION_UNNOTICED,
    /** A front-end serves from its cache after its lease. */
    LEASE_END_IGNORED,
    /** A cache miss is answered by any replica, however far behind. */
    NO_MIN_INDEX,

    // ---- a slot (menhir.replica)
    /** A replica answers an Append before it is on disk. */
    ANSWER_BEFORE_DISK,
    /** A replica shows entries that are not released. */
    UNRELEASED_SHOWN,
    /** A replica says that there are no more orders without the leader's word. */
    END_OF_ORDERS_UNVOUCHED,
    /** A restarted catalog has forgotten its idempotency keys. */
    CHECKPOINT_WITHOUT_KEYS,

    // ---- the leader (menhir.leader)
    /** A rejection is sent by a leader that may have been replaced. */
    REJECTION_WITHOUT_LEASE,
    /** A rejection is sent before everything that it was decided on is released. */
    REJECTION_BEFORE_RELEASE,
    /** An acceptance is sent before its entry is released. */
    REPLY_BEFORE_RELEASE,
    /** A leader takes commands that were meant for its earlier epoch. */
    COMMANDS_OF_ANY_EPOCH,
    /** Only the changed item is invalidated, not the topic that lists it. */
    TOPICS_NOT_INVALIDATED,
    /** A retried order is a new order. */
    KEYS_FORGOTTEN,
    /** A late chunk of an earlier attempt is used for the state. */
    LATE_CHUNK_ACCEPTED,
    /** The first chunk is used as the whole state. */
    FIRST_CHUNK_IS_ALL,
    /** A new leader's state is completed from a log that is not, or no longer, valid. */
    LOG_OF_ANY_REPLICA_LOADED,

    // ---- the front-end (menhir.frontend)
    /** A front-end believes a rejection of an earlier attempt, although it has sent the command again since. */
    REJECTION_OF_EARLIER_ATTEMPT,
    /** A lookup shares a read that was sent before something changed. */
    OUTDATED_READ_SHARED,
}
