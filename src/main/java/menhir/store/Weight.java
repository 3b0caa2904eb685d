package menhir.store;

/**
 * A rough size of what travels between nodes, to keep batches below Akka's frame size. One unit stands for a name of at
 * most {@link Names#MAX_LENGTH} characters and a number or two: less than 400 bytes.
 */
public final class Weight {
    /** Most weight in one message: less than two thirds of the frame of 256 KiB. */
    public static final int PER_MESSAGE = 400;

    /** What every command and entry has: its key, fingerprint and time. */
    static final int BASE = 2;

    /** A command, entry or value about a single name. */
    public static final int SINGLE = BASE + 2;

    private Weight() {}
}
