/**
 * Real clusters for tests: {@link menhir.testkit.TestCluster} starts the packaged jar in several processes, which can be
 * killed, paused, stopped and robbed of their disks; {@link menhir.testkit.Shoppers} order and look up all the while, and
 * {@link menhir.testkit.HistoryChecker} holds what they were told against what a store must promise.
 *
 * <p>It knows the server by its jar, its settings and its HTTP API, and by nothing else: what is tested is what is shipped.
 */
@NullMarked
package menhir.testkit;

import org.jspecify.annotations.NullMarked;
