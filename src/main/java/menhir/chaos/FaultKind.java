package menhir.chaos;

import java.util.Locale;

/** The kinds of faults. Their names on the command line are in lower case, with hyphens. */
enum FaultKind {
    /** Kill -9, and a restart. */
    KILL(0, 4_000),
    /** SIGTERM, and a restart. */
    STOP(0, 2_000),
    /** SIGSTOP, and SIGCONT later. */
    PAUSE(200, 6_000),
    /** Kill -9, and again at a random moment of the start. */
    KILL_START(100, 6_000),
    /** Both directions of a link are cut. */
    CUT_LINK(1_000, 8_000),
    /** One direction of a link is cut. */
    CUT_ONE_WAY(1_000, 8_000),
    /** All links of a node are cut. */
    CUT_OFF(1_000, 8_000),
    /** All links are cut. */
    CUT_ALL(500, 6_000),
    /** Kill -9 of all nodes at once. */
    KILL_ALL(0, 2_000),
    /** SIGTERM and a restart of each node in turn. */
    ROLL(200, 1_000),
    /** Kill -9, and a restart without the data. */
    WIPE(0, 3_000),
    /** Kill -9, and a restart with an older copy of the data. */
    OLDER_DISK(2_000, 5_000),
    /** Kill -9, some bytes of the data are changed, and a restart; later another without the data. */
    FLIP_BYTES(3_000, 10_000),
    /** Two nodes are started with each other's data, which they must refuse. */
    SWAP(0, 500),
    /** A disk is full for some time. */
    FULL_DISK(1_000, 6_000);

    private final long leastMillis;
    private final long mostMillis;

    FaultKind(long leastMillis, long mostMillis) {
        this.leastMillis = leastMillis;
        this.mostMillis = mostMillis;
    }

    /** The name on the command line. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The shortest time for which it lasts. */
    long leastMillis() {
        return leastMillis;
    }

    /** The longest time for which it lasts. */
    long mostMillis() {
        return mostMillis;
    }

    /** Whether no other fault may overlap with it. */
    boolean isExclusive() {
        return switch (this) {
            case CUT_ALL, KILL_ALL, ROLL, OLDER_DISK, SWAP -> true;
            default -> false;
        };
    }

    /** Whether it makes a disk forget something. A majority of the disks must remember everything. */
    boolean forgets() {
        return this == WIPE || this == OLDER_DISK || this == FLIP_BYTES;
    }

    /** Whether it needs the data of the node: a node without a slot has none. */
    boolean needsSlot() {
        return forgets() || this == SWAP || this == FULL_DISK;
    }

    /** Whether only links are affected. */
    boolean isCut() {
        return this == CUT_LINK || this == CUT_ONE_WAY || this == CUT_OFF || this == CUT_ALL;
    }

    /** Whether a second node takes part. */
    boolean isOfTwo() {
        return this == CUT_LINK || this == CUT_ONE_WAY || this == SWAP;
    }
}
