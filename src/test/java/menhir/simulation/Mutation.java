package menhir.simulation;

/** A rule broken on purpose: the simulation must see a promise broken. */
public enum Mutation {
    // ---- the protocol (menhir.replication)
    /** One replica is a majority. */
    QUORUM_OF_ONE(1),
    /** A replica obeys a leader although it has promised a higher epoch. */
    NO_EPOCH_CHECK(7),
    /** A replica that lost its disk votes. */
    BLANK_REPLICA_VOTES(25),
    /** A replica that lost its disk counts for commits. */
    BLANK_REPLICA_COUNTS(25),
    /** An entry is released while a cache still shows the old value. */
    RELEASE_BEFORE_INVALIDATION(4),
    /** Cache leases are granted by a leader that may have been replaced. */
    CACHE_LEASE_WITHOUT_LEASE(15),
    /** A leader relies on the longest lease, although it asked for a shorter one. */
    LONGEST_LEASE_COUNTED(235),
    /** A replica promises an epoch while a leader holds its lease. */
    PROMISE_WHILE_LEASED(4),
    /** Raft, section 5.4.2, figure 8. */
    EARLIER_EPOCH_COMMITTED_BY_COUNTING(315),
    /** A member that came back with an older copy of its disk votes and counts. */
    OLD_COPY_TRUSTED(33),
    /** The promise is only in memory. */
    PROMISE_NOT_PERSISTED(5476),
    /** A restarted replica has forgotten that a lease may be running. */
    RESTART_FORGETS_LEASE(1140),
    /** An invalidation that was lost before this one is not noticed. */
    LOST_INVALIDATION_UNNOTICED(2),
    /** A front-end serves from its cache after its lease. */
    LEASE_END_IGNORED(1),
    /** A front-end returns its lease, and serves from its cache. */
    REVOKED_LEASE_USED(20),
    /** A front-end takes a lease that was on its way when it returned the one before. */
    GRANT_AFTER_REVOCATION(1121),
    /** A cache miss is answered by any replica, however far behind. */
    NO_MIN_INDEX(1),
    /** A late Resign of an earlier leader ends the lease of the present one. */
    RESIGN_OF_ANY_EPOCH(452),
    /** A leader counts leases as if all clocks ran at one rate. */
    NO_MARGIN(3185),

    // ---- clocks
    /** A front-end's time stands still with its machine. */
    SUSPENSION_UNNOTICED_BY_CACHE(10),
    /** A leader's time stands still with its machine. */
    SUSPENSION_UNNOTICED_BY_LEADER(15),
    /** A replica takes a wall clock that was set for a suspension, and its grant for ended. */
    GRANT_ENDED_BY_WALL_CLOCK(93),
    /** A leader takes a wall clock that was set for a suspension, and the cache leases that it granted for ended. */
    CACHE_LEASE_ENDED_BY_SKIP(79),

    // ---- disks that fail
    /** A replica answers although it could not write. */
    FAILED_WRITE_ACKNOWLEDGED(7),
    /** A log that could not be read is taken for one without entries. */
    FAILED_READ_IS_EMPTY(6),

    // ---- a slot (menhir.replica)
    /** A replica answers an Append before it is on disk. */
    ANSWER_BEFORE_DISK(32),
    /** A replica shows entries that are not released. */
    UNRELEASED_SHOWN(1),
    /** A replica says that there are no more orders without the leader's word. */
    END_OF_ORDERS_UNVOUCHED(2),
    /** A restarted catalog has forgotten its idempotency keys. */
    CHECKPOINT_WITHOUT_KEYS(4),

    // ---- the leader (menhir.leader)
    /** Commands are decided by a leader that may have been replaced. */
    DECISION_WITHOUT_LEASE(109),
    /** A rejection is sent before everything that it was decided on is released. */
    REJECTION_BEFORE_RELEASE(3),
    /** An acceptance is sent before its entry is released. */
    REPLY_BEFORE_RELEASE(1),
    /** A leader takes commands that were meant for its earlier epoch. */
    COMMANDS_OF_ANY_EPOCH(235),
    /** Only the changed item is invalidated, not the topic that lists it. */
    TOPICS_NOT_INVALIDATED(1),
    /** A leader decides a retried order although it may have forgotten the key. */
    OLD_ATTEMPT_DECIDED(90),
    /** A retried order is a new order. */
    KEYS_FORGOTTEN(1),
    /** The time by which holds run out is the leader's own, not the one that the log tells. */
    HOLD_CLOCK_OF_THE_LEADER(27),
    /** A wall clock that is set ahead lets holds run out. */
    SKIPPED_TIME_ENDS_HOLDS(27),
    /** A new leader does not learn what customers have bought. */
    LIMITS_FORGOTTEN(1),
    /** A new leader does not learn which orders are cancelled. */
    CANCELLATIONS_FORGOTTEN(1),
    /** A late chunk of an earlier attempt is used for the state. */
    LATE_CHUNK_ACCEPTED(39),
    /** The first chunk is used as the whole state. */
    FIRST_CHUNK_IS_ALL(1),

    // ---- the front-end (menhir.frontend)
    /** A front-end believes a rejection of an earlier attempt, although it has sent the command again since. */
    REJECTION_OF_EARLIER_ATTEMPT(63),
    /** A lookup shares a read that was sent before something changed. */
    OUTDATED_READ_SHARED(23);

    private final long recordedSeed;

    Mutation(long recordedSeed) {
        this.recordedSeed = recordedSeed;
    }

    /** The first seed from 1 on that showed a broken promise when the mutation test was recorded. */
    public long recordedSeed() {
        return recordedSeed;
    }
}
