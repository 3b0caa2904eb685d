/**
 * The replicas of a store as cluster-sharded persistent actors: one {@link menhir.replica.actor.OrderReplica} and one {@link
 * menhir.replica.actor.CatalogReplica} for each slot. The rules are in {@code menhir.replica}.
 *
 * <p>Each is a pair: a plain actor with the queue and all reads, and an event-sourced child that gets one command at a time
 * and only persists. An event-sourced actor alone would have to stash reads while it persists, and Akka 2.8 overflows the
 * stack when it unstashes some hundred commands that persist nothing (akka/akka#29933).
 */
@NullMarked
package menhir.replica.actor;

import org.jspecify.annotations.NullMarked;
