/**
 * The replicated log as rules: plain Java, no Akka, no threads and no clock. Messages and the time go in; events to
 * persist and messages to send come out. The actors of {@code menhir.replica}, {@code menhir.leader} and {@code menhir.frontend} are thin shells
 * over these classes, and the simulation in the tests drives the very same ones.
 *
 * <p>Log replication follows Raft (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", sections
 * 5.3 and 5.4). The election is replaced: a candidate (a cluster singleton, or its deputy) first sounds the replicas out
 * (Ongaro's dissertation, section 9.6, "pre-vote") and must then be granted an <em>epoch</em> by a majority of them.
 * Reads are kept current by leases (Gray and Cheriton, "Leases", 1989) and by invalidation before release.
 *
 * <p>Reading order: {@link menhir.replication.Replica} (answers), {@link menhir.replication.Leader} (decides what is
 * committed and released), {@link menhir.replication.LogReplicator} (brings it to the replicas), {@link
 * menhir.replication.CoherentCache} (what a front-end may serve).
 *
 * <p>All times are milliseconds of a monotonic clock of the process that passes them in; no two processes' clocks are
 * ever compared. Clock <em>rates</em> may differ by as much as {@link menhir.replication.Timing#marginMillis()} allows.
 */
@NullMarked
package menhir.replication;

import org.jspecify.annotations.NullMarked;
