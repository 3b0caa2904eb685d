/**
 * What a node remembers of its last minutes, for the console and for whoever looks after a fault: {@link menhir.stats.NodeStats}
 * has a sample of each second, of a bounded number of them, and {@link menhir.stats.Timeline} what happened in the cluster.
 *
 * <p>Metrics are for a Prometheus that keeps them; this is for a cluster that has none. All of it is in memory and bounded, so that it
 * can be shown at once, also by a node that reaches no other one. {@code docs/decisions/0035-stats.md} says more.
 */
@NullMarked
package menhir.stats;

import org.jspecify.annotations.NullMarked;
