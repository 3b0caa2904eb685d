package menhir.journal;

/**
 * For how long a database is compacted: ten seconds after the last commit that is not its own, in which chunks become old enough
 * to be moved. What a pass writes leaves garbage too, so that a database that nobody uses would be compacted for ever. Belongs to
 * one thread.
 */
final class CompactionPasses {
    /** How many passes follow a commit; there are ten a second. */
    static final int AFTER_COMMIT = 100;

    private int left = AFTER_COMMIT;
    private long versionSeen = -1;

    /**
     * Whether the pass that is due may move something.
     *
     * @param version of the database; each commit makes a new one
     */
    boolean mayMove(long version) {
        if (version != versionSeen) {
            versionSeen = version;
            left = AFTER_COMMIT;
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    /** The pass has moved something, and committed this version. */
    void moved(long version) {
        versionSeen = version;
    }
}
