package menhir.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What a run does.
 *
 * @param seconds time for which faults begin
 * @param nodes number of nodes
 * @param slots number of nodes with a slot: the first ones
 * @param clients number of clients that place orders
 * @param kinds the faults
 * @param maxGap longest time without an acknowledged order while one majority is connected
 * @param maxRecovery longest time from the last fault until all replicas are members without lag
 * @param isolated whether this process has network and mount namespaces of its own
 */
record ChaosOptions(
        int seconds,
        long seed,
        int nodes,
        int slots,
        int clients,
        List<FaultKind> kinds,
        Duration maxGap,
        Duration maxRecovery,
        boolean isolated) {
    ChaosOptions {
        kinds = List.copyOf(kinds);
    }
}
