/**
 * Latencies, as the runs, the load driver and the experiments measure them. A run notifies its
 * {@link menhir.client.metrics.RequestListener} of every request, with its {@link menhir.client.metrics.RequestKind};
 * {@link menhir.client.metrics.LatencyRecorder} collects the latencies, and {@link menhir.client.metrics.Latency} is
 * the summary that a report shows.
 */
@NullMarked
package menhir.client.metrics;

import org.jspecify.annotations.NullMarked;
