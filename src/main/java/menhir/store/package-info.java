/**
 * What a store is, as pure rules: items, orders, holds, scoreboards, the entries of the log, and how a command is decided. It knows
 * no Akka, no clock and no database.
 *
 * <p>A {@link menhir.store.Command} asks for a change. The leader's {@link menhir.store.Decider} turns it into an {@link
 * menhir.store.Entry} of the log or a {@link menhir.store.Rejection}. {@link menhir.store.StoreState} is what the entries
 * add up to, the same on every node; its {@link menhir.store.Value}s are what clients look up.
 *
 * <p>Holds are in {@link menhir.store.HoldCommand}, {@link menhir.store.HoldEntry} and {@link menhir.store.Hold}; the time by which they
 * expire is {@link menhir.store.HoldClock}. {@link menhir.store.Terms} are an item's limit per customer and the time of its sale.
 */
@NullMarked
package menhir.store;

import org.jspecify.annotations.NullMarked;
