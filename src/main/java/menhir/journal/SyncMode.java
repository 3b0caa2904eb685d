package menhir.journal;

/** What an acknowledged write survives. Both survive the death of the process at any instant. */
public enum SyncMode {
    /** Also the loss of power: each write reaches the disk before it counts. The default. */
    POWER,
    /** Only the death of the process: the operating system writes when it likes. Faster, for tests and laptops. */
    PROCESS
}
