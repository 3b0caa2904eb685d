package menhir.bench;

import menhir.client.load.LoadResult;
import menhir.client.metrics.Latency;

/**
 * One measurement.
 *
 * @param round from 1
 */
record Measurement(Program program, Point point, int round, LoadResult result) {

    private static final Latency NOTHING = new Latency("all", 0, 0, 0, 0, 0, 0);

    /** The latencies of all requests together. */
    Latency all() {
        int kinds = result.latencies().size();
        return kinds == 0 ? NOTHING : result.latencies().get(kinds - 1);
    }

    /** Failed attempts, unexpected responses, and requests without a response. */
    long errors() {
        return result.unexpected() + result.retries() + result.unanswered();
    }

    /** Whether there were responses, and all of them were as expected. */
    boolean passed() {
        return result.responses() > 0 && result.unexpected() == 0;
    }
}
