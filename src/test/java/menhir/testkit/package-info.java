/**
 * Real clusters for tests: {@link menhir.testkit.TestCluster} starts the packaged jar in several processes, which can be
 * killed, paused, stopped, robbed of their disks and cut off from each other; {@link menhir.testkit.Shoppers} order and
 * look up all the while, and {@link menhir.testkit.HistoryChecker} holds what they were told against what a store must
 * promise.
 *
 * <p>It knows the server by its jar, its settings and its HTTP API, and by nothing else: what is tested is what is shipped.
 */
@NullMarked
package menhir.testkit;

import org.jspecify.annotations.NullMarked;
