package menhir.backup;

/**
 * Where a copy of a log was taken.
 *
 * @param cluster name of the cluster
 * @param slots number of its slots
 * @param node name of the node
 * @param release version of the program
 */
public record Origin(String cluster, int slots, String node, String release) {}
