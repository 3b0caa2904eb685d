package menhir.bench;

import java.util.List;

/**
 * What is measured, and for how long.
 *
 * @param points in the order in which they are measured
 * @param nodes number of nodes that the bench starts
 * @param seconds duration of a measurement
 * @param warmupSeconds time under load before each measurement; 0 if the nodes are cold
 * @param cold whether each measurement begins with the start of the nodes
 * @param ratePerSecond requests that are due per second (open loop); 0 for a closed loop
 * @param rounds how often everything is measured
 * @param items number of items in the catalog of nodes that the bench starts
 * @param orders number of orders in the log, for the scenario that reads them
 * @param seed seed of the clients' choices
 */
record BenchOptions(
        List<Point> points,
        int nodes,
        int seconds,
        int warmupSeconds,
        boolean cold,
        long ratePerSecond,
        int rounds,
        int items,
        long orders,
        long seed) {

    BenchOptions {
        points = List.copyOf(points);
    }

    /** The planned duration of all measurements of some programs, in seconds, without starts and filling. */
    long plannedSeconds(int programs) {
        return (long) programs * rounds * points.size() * pointSeconds();
    }

    /** The duration of one measurement with its warm-up, in seconds. */
    long pointSeconds() {
        return (long) warmupSeconds + seconds;
    }
}
