/**
 * The actors of leadership: {@link menhir.leader.actor.OrderLeader}, a cluster singleton for each store, and {@link
 * menhir.leader.actor.StandbyLeader}, one on each node with a slot, which starts an acting leader when the singleton's node
 * is silent and Akka has not moved the singleton yet. Two leaders at once do no harm: only the one that a majority of the
 * replicas has granted an epoch leads. The rules are in {@code menhir.leader}.
 */
@NullMarked
package menhir.leader.actor;

import org.jspecify.annotations.NullMarked;
