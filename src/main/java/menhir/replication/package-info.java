/**
 * The replicated log, as rules: plain Java without Akka, threads or a clock. Messages and the time go in; events to persist
 * and messages to send come out. The actors are thin shells over these classes, and the simulation in the tests drives the
 * same ones.
 *
 * <h2>What it is</h2>
 *
 * <p>Log replication follows Raft (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", sections
 * 5.3 and 5.4). The election differs: a candidate is started from outside (the cluster singleton or a standby), asks all
 * replicas whether it could win (pre-vote: Ongaro's thesis, section 9.6), and then asks a majority for an <em>epoch</em>,
 * which is Raft's term. Reads stay current by leases (Gray and Cheriton, "Leases", 1989) and by invalidating caches before
 * an entry is <em>released</em>.
 *
 * <h2>One order, from here on</h2>
 *
 * <ol>
 *   <li>{@link menhir.replication.Leader#propose} puts the entry at the end of the leader's log.
 *   <li>{@link menhir.replication.Leader#flush} has the {@code LogReplicator} send an Append to each replica, and {@code
 *       FrontEndLeases} an invalidation to each front-end that may have the item in its cache.
 *   <li>{@link menhir.replication.Replica#onAppend} checks epoch and log, and says what to persist and to answer.
 *   <li>{@link menhir.replication.CoherentCache#onInvalidate} drops the item.
 *   <li>{@link menhir.replication.Leader#onReply} counts the replicas that have it: a majority makes it committed. Once the
 *       invalidations are acknowledged too, it is released, and the client is answered.
 * </ol>
 *
 * <p>The lease is as long as the pauses of the last seconds demand ({@code LeaseLength}). A leader that makes way for another takes
 * its cache leases back and tells the replicas who follows ({@link menhir.replication.ReplicaMessage.Succession}).
 *
 * <p>A replica's disk may be replaced by an older copy of itself. {@link menhir.replication.LogPosition} and {@link
 * menhir.replication.KnownPositions} are how the others notice.
 *
 * <p>All times are milliseconds of a clock of the process that passes them in, which never goes back; the clocks of two
 * processes are never compared. Their <em>rates</em> may differ by as much as {@link
 * menhir.replication.Timing#marginMillis()} allows. Who grants a lease counts it with a monotonic clock; who holds one counts it
 * with a {@link menhir.replication.HolderClock}, because a suspended machine's monotonic clock may stand still.
 */
@NullMarked
package menhir.replication;

import org.jspecify.annotations.NullMarked;
