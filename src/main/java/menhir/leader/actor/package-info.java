/**
 * The actors of leadership: {@link menhir.leader.actor.OrderLeader}, a cluster singleton for each store, on
 * the node with the store's home slot, and {@link menhir.leader.actor.StandbyLeader}, one on each node with a slot, which
 * starts an acting leader when no leader is heard. Two leaders at once do no harm: only the one that a majority of the
 * replicas has granted an epoch leads. The rules are in {@code menhir.leader}.
 */
@NullMarked
package menhir.leader.actor;

import org.jspecify.annotations.NullMarked;
