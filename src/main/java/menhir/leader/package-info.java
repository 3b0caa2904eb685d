/**
 * Who decides: {@link menhir.leader.OrderLeader}, a cluster singleton for each store, and {@link menhir.leader.StandbyLeader}, one
 * on each node with a slot, which leads when the singleton's node has fallen silent and Akka has not moved the singleton
 * yet. Two of them at once do no harm: only who was granted an epoch by a majority of the replicas leads.
 */
@NullMarked
package menhir.leader;

import org.jspecify.annotations.NullMarked;
