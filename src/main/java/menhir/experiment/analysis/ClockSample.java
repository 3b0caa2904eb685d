package menhir.experiment.analysis;

/**
 * A sample of a node's clock.
 *
 * @param seconds time of the sample, in seconds
 * @param offsetMillis the node's clock minus the machine's clock
 * @param roundTripMillis round trip of the request; half of it bounds the error
 * @param timeServer the time server that the node knows; empty if none
 */
public record ClockSample(
        double seconds, String node, double offsetMillis, double roundTripMillis, String timeServer) {}
