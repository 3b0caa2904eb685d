/**
 * What a store is, as pure rules: items, orders, what the log says about them, and how a request is decided. No Akka, no
 * clock, no database. {@link menhir.store.Decider} decides, for the leader; {@link menhir.store.StoreState} is what the log's
 * entries add up to, the same on every node.
 */
@NullMarked
package menhir.store;

import org.jspecify.annotations.NullMarked;
