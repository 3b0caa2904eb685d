package menhir.experiment.analysis;

/**
 * A look at a node's clock.
 *
 * @param seconds since the first look
 * @param offsetMillis what it shows, less the machine's time
 * @param timeServer the time server that the node has heard of last; empty for none
 */
public record ClockSample(
        double seconds, String node, double offsetMillis, double roundTripMillis, String timeServer) {}
