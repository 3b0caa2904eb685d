package menhir.client.load;

import java.util.List;
import menhir.client.metrics.Latency;

/**
 * What a load run measured.
 *
 * @param latencies of each kind of request and, if there are several, of all; with requests that got no response
 * @param responses number of responses to measured requests, whatever their status
 * @param requestsPerSecond responses within the time of the measurement
 * @param measuredMillis the time of the measurement
 * @param rejected orders with status 409
 * @param unexpected responses with any other status than success
 * @param retries attempts after a broken connection, a timeout or a 503, warm-up included
 * @param unanswered in an open loop, requests that were due and had no response a second after the end; the latencies
 *     contain how long they had waited
 * @param lastFailure empty if there was none
 */
public record LoadResult(
        List<Latency> latencies,
        long responses,
        double requestsPerSecond,
        long measuredMillis,
        long accepted,
        long rejected,
        long unexpected,
        long retries,
        long unanswered,
        String lastFailure) {

    public LoadResult {
        latencies = List.copyOf(latencies);
    }
}
