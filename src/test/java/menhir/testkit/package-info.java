/**
 * Clusters for tests: a {@link menhir.testkit.TestCluster} runs the packaged jar in several processes, which a test can kill,
 * pause, stop, and disconnect from each other, and whose data it can delete; a {@link menhir.testkit.MixedLoad} sends orders
 * and lookups meanwhile, and a {@link menhir.chaos.check.HistoryChecker} checks all replies against the store's guarantees.
 *
 * <p>Starting and stopping processes is in {@link menhir.experiment.lab}, the clients in {@link menhir.chaos.load}. The tests use the server only by its jar, its
 * settings and its HTTP API, so that they test what is released.
 */
@NullMarked
package menhir.testkit;

import org.jspecify.annotations.NullMarked;
