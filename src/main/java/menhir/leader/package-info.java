/**
 * Who decides, as rules without Akka. {@link menhir.leader.StoreLeader} is a store's leader: it joins the protocol's leader
 * ({@link menhir.replication.Leader}) with the store's {@link menhir.store.Decider}. The actors of {@code
 * menhir.leader.actor} are thin shells, and the simulation drives the same classes.
 *
 * <p>A command arrives at {@link menhir.leader.StoreLeader#onSubmit}, is decided, and its reply waits in {@code
 * PendingReplies} until the entry is released. A new leader first loads its state ({@code StateLoader}), and, in a new
 * store, writes the first catalog ({@code CatalogSeeder}). {@link menhir.leader.StandbyPolicy} says when a standby acts as
 * leader because the singleton's node has failed or made way.
 */
@NullMarked
package menhir.leader;

import org.jspecify.annotations.NullMarked;
