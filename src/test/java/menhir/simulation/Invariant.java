package menhir.simulation;

/** What must hold. */
enum Invariant {
    /** No two leaders commit different entries at one index, and what is committed or released never changes. */
    A_ONE_LOG,
    /** An acknowledged order is in the log of every later leader, once, under the same number; numbers have no gaps. */
    B_NOTHING_LOST,
    /** Stock is never below zero. */
    C_NOTHING_OVERSOLD,
    /** Each answer was true at some moment within its call: lookups, from the cache or not, and refusals. */
    D_NOTHING_STALE,
    /** Once the faults stop, all replicas get the same log, there is a leader, and all that was asked is answered. */
    E_RECOVERS,
    /** No hold is given back before its time, whatever leaders and clocks do. */
    F_HOLDS_LAST,
    /** The rules themselves threw. */
    X_NO_EXCEPTION
}
