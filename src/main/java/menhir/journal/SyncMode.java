package menhir.journal;

/** What an acknowledged write survives. In both modes it survives the end of the process at any moment. */
public enum SyncMode {
    /** Also a loss of power: each write reaches the disk before it is acknowledged. The default. */
    POWER,
    /** Only the end of the process: the operating system delays writes. Faster, for tests and laptops. */
    PROCESS
}
