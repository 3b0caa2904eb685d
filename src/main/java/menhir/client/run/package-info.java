/**
 * Runs of several clients that order and verify. This is what the client program exists for: to show that every
 * acknowledged order is stored as it was sent, through any number of retries and fail-overs.
 *
 * <p>{@link menhir.client.run.WorkloadRunner} starts the clients of a {@link menhir.client.run.WalkPlan}. Each is a
 * {@code RandomWalk} in a {@link menhir.client.run.Session}, which {@link menhir.client.run.StoreClient} opens: it sends
 * the requests of a dialect through the fail-over and measures them in {@link menhir.client.run.RunMetrics}. At the end
 * {@code OrderVerifier} looks every accepted order up and compares; the {@link menhir.client.run.RunResult} has its
 * {@link menhir.client.run.Verification}. Nothing here prints: reports are in {@code menhir.client.command}.
 */
@NullMarked
package menhir.client.run;

import org.jspecify.annotations.NullMarked;
