/**
 * Totally ordered multicast among the front-ends, as rules: plain Java, no Akka, no threads and no clock. Requests come in
 * at any front-end, and all deliver them in one order; the raffle counts along that order. It is not on the way of any
 * order or score: those have the replicated log, which survives the death of all. This sequence lives in memory, as long
 * as one member with its state does.
 *
 * <p>Order within a view is Lamport's ("Time, clocks, and the ordering of events in a distributed system", 1978): messages
 * carry logical times, wait in a queue in that order with the sender as tie-break, are acknowledged to all by all, and leave
 * from the head when all acknowledgements are in. The acknowledgements are cumulative and name what was received; his
 * weaker condition, any later message from each, would order as well, but would not say that all <em>hold</em> the message.
 * Lamport's algorithm stops when a member does; views and the exchange of unstable messages between them come from virtual
 * synchrony (Birman and Joseph, "Exploiting virtual synchrony in distributed systems", 1987; the properties, with names, in
 * Chockler, Keidar and Vitenberg, "Group communication specifications: a comprehensive study", 2001).
 *
 * <p><em>Assumed:</em> members stop rather than lie; views are agreed elsewhere (as {@link menhir.games.multicast.View} says
 * precisely; the leader of a store is such a place); messages between members that stay in the view get through sooner or
 * later. Nothing is assumed about how fast.
 *
 * <p><em>Promised, always:</em> each member's deliveries are a run of one common sequence, from its beginning or from the
 * member's snapshot on; so also those of a member that died or was cut off. Nothing is delivered twice. Memory is bounded:
 * per member of the view a window of messages, a bounded outbox, a bounded history; who cannot keep within them retires.
 * <em>Promised, once views stay as they are:</em> what was submitted to a member in the view is delivered by all of it.
 *
 * <p><em>Not promised:</em> what was submitted to a member that died may be delivered or not; if all members with state die
 * at once, the sequence begins anew ({@link menhir.games.multicast.Multicast#founding()} tells). While a dead member is still in
 * the view, nothing is delivered.
 *
 * <p>Reading order: {@link menhir.games.multicast.Stamp}, {@link menhir.games.multicast.LamportQueue}, {@link
 * menhir.games.multicast.Multicast}, {@link menhir.games.multicast.Link}.
 */
@NullMarked
package menhir.games.multicast;

import org.jspecify.annotations.NullMarked;
