package menhir.stats;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened in the cluster, as this node saw it.
 *
 * @param number from 1, in the order in which this node saw them
 * @param atMillis when it saw it, in milliseconds since 1970
 * @param node the node that it happened to; null if it concerns none
 * @param store the store that it concerns; null if it concerns none or all
 * @param durationMillis of the kind's meaning; null if it is not known
 * @param detail of the kind's meaning, bounded; null if there is none
 */
public record TimelineEntry(
        long number,
        long atMillis,
        Kind kind,
        @Nullable String node,
        @Nullable String store,
        @Nullable Long durationMillis,
        @Nullable String detail) {

    /** What happened. */
    public enum Kind {
        /** A node is reached; the duration says for how long it was not. */
        NODE_UP("node-up"),
        /** A node is not reached any more. */
        NODE_DOWN("node-down"),
        /** A store has another leader; the duration says for how long this node heard none. The detail is its epoch. */
        LEADER("leader"),
        /** All replicas of a node are in step again; the duration says since when they were not. */
        CAUGHT_UP("caught-up"),
        /** A replica has failed; the detail says why. */
        REPLICA_FAILED("replica-failed"),
        /** An administrative change was asked of this node; the detail is the request, its status and its id. */
        ADMINISTRATION("administration");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
