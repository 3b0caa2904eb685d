/**
 * A load driver, for throughput and latency, in a closed or an open loop. It is separate from the runs of {@code menhir.client.run} because it must
 * cost as little as possible: one thread, connections and HTTP by hand, no verification.
 *
 * <p>{@link menhir.client.load.LoadDriver} runs a {@link menhir.client.load.LoadPlan}. {@code Arrivals} says when the next
 * request is due. Each {@code LoadConnection} takes its next request from {@code LoadRequests}, where the bytes are encoded
 * in advance, sends it by its {@code Transport}, in clear text or through TLS, and finds the end of the response with {@code
 * ResponseParser}. The {@link menhir.client.load.LoadResult} has the latencies and counts.
 */
@NullMarked
package menhir.client.load;

import org.jspecify.annotations.NullMarked;
