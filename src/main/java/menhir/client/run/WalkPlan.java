package menhir.client.run;

import java.util.List;

/**
 * What each client of a run does.
 *
 * @param iterations per client, 1 to {@link #MAX_ITERATIONS}
 * @param looksFirst whether an iteration starts with a lookup, and buys only what is in stock
 * @param probability of an order in an iteration, 0 to 1
 * @param maxQuantity of an order, at least 1
 * @param sellShare share of the orders that sell, 0 to 1
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

    public static final int MAX_ITERATIONS = 1_000_000;

    public WalkPlan {
        names = List.copyOf(names);
    }
}
