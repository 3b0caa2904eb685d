package menhir.chaos;

/**
 * A fault of a plan.
 *
 * @param number position in the plan, from 1
 * @param node the node that it affects, from 1; {@link #LEADER} for the leader
 * @param other the second node; it differs from {@code node}
 * @param pauseMillis time before it begins, from the beginning of the fault before
 * @param holdMillis time for which it lasts
 */
record Fault(int number, FaultKind kind, int node, int other, long pauseMillis, long holdMillis) {
    /** Stands for the node that leads when the fault begins. */
    static final int LEADER = 0;

    /** In words, with the nodes that are affected. */
    String describe(int affected, int second) {
        String target = " node-" + affected + (node == LEADER ? " (leader)" : "");
        return switch (kind) {
            case CUT_ALL, KILL_ALL, ROLL -> kind.option();
            case CUT_LINK, CUT_ONE_WAY, SWAP -> kind.option() + target + " node-" + second;
            default -> kind.option() + target;
        };
    }
}
