/**
 * The replicas of a store as cluster-sharded persistent actors, one {@link menhir.replica.OrderReplica} and one {@link
 * menhir.replica.CatalogReplica} for each slot.
 *
 * <p>Each is a pair: a plain actor that owns the queue, keeps the rules' state and answers every question, and an
 * event-sourced child that gets one command at a time and does nothing but persist. An event-sourced actor alone would
 * have to stash questions while it persists, and Akka 2.8 overflows the stack when it unstashes some hundreds that
 * persist nothing (akka/akka#29933).
 */
@NullMarked
package menhir.replica;

import org.jspecify.annotations.NullMarked;
