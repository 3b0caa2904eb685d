package menhir.client.run;

import java.util.List;

/**
 * What each client of a run does.
 *
 * @param iterations per client
 * @param looksFirst whether an iteration begins with a lookup, and orders only what is in stock
 * @param probability of an order in an iteration, from 0 to 1
 * @param maxQuantity of an order; at least 1
 * @param sellShare of the orders that sell, from 0 to 1
 * @param thinkMillis pause after each iteration
 * @param names the items to choose from, at least one
 */
public record WalkPlan(
        int iterations,
        boolean looksFirst,
        double probability,
        int maxQuantity,
        double sellShare,
        long thinkMillis,
        List<String> names) {

    public WalkPlan {
        names = List.copyOf(names);
    }
}
