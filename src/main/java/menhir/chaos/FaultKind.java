package menhir.chaos;

import java.util.Locale;

/** The kinds of faults. Their names on the command line are in lower case, with hyphens. */
enum FaultKind {
    KILL("kill -9, and a restart", 0, 4_000),
    STOP("SIGTERM, and a restart", 0, 2_000),
    PAUSE("SIGSTOP, and SIGCONT later", 200, 6_000),
    KILL_START("kill -9, and again at a random moment of the start", 100, 6_000),
    CUT_LINK("both directions of a link are cut", 1_000, 8_000),
    CUT_ONE_WAY("one direction of a link is cut", 1_000, 8_000),
    CUT_OFF("all links of a node are cut", 1_000, 8_000),
    CUT_ALL("all links are cut", 500, 6_000),
    KILL_ALL("kill -9 of all nodes at once", 0, 2_000),
    ROLL("SIGTERM and a restart of each node in turn", 200, 1_000),
    WIPE("kill -9, and a restart without the data", 0, 3_000),
    OLDER_DISK("kill -9, and a restart with an older copy of the data", 2_000, 5_000),
    FLIP_BYTES(
            "kill -9, some bytes of the data are changed, and a restart; later another without the data",
            3_000,
            10_000),
    SWAP("two nodes are started with each other's data, which they must refuse", 0, 500),
    FULL_DISK("a disk is full for some time", 1_000, 6_000);

    private final String description;
    private final long leastMillis;
    private final long mostMillis;

    FaultKind(String description, long leastMillis, long mostMillis) {
        this.description = description;
        this.leastMillis = leastMillis;
        this.mostMillis = mostMillis;
    }

    /** The name on the command line. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String description() {
        return description;
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
