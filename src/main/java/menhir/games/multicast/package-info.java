/**
 * Totally ordered multicast among the front-ends, as rules: plain Java without Akka, threads or a clock. Requests are
 * submitted at any front-end, and all front-ends deliver them in the same order; the raffle counts along that order. Orders
 * and scores do not go through it: they have the replicated log, which survives the crash of all nodes. This order lives in
 * memory, as long as one member with its state lives.
 *
 * <p>Within a view, the order is Lamport's ("Time, clocks, and the ordering of events in a distributed system", 1978):
 * messages carry logical times, wait in a queue in that order with the sender as tie-break, are acknowledged by all members
 * to all members, and are delivered from the head of the queue when all acknowledgements are in. The acknowledgements are
 * cumulative and name what was received. Lamport's weaker condition, any later message from each member, would order
 * messages as well, but would not show that all members <em>hold</em> the message. Lamport's algorithm blocks when a member
 * crashes; views, and the exchange of unstable messages between views, come from virtual synchrony (Birman and Joseph,
 * "Exploiting virtual synchrony in distributed systems", 1987; for the properties see Chockler, Keidar and Vitenberg, "Group
 * communication specifications: a comprehensive study", 2001).
 *
 * <p><em>Assumptions:</em> members fail by stopping. Views are agreed elsewhere, with the properties that {@link
 * menhir.games.multicast.GroupView} names; here a store's log agrees on them. Messages between members that stay in the view
 * arrive eventually, with no bound on the delay.
 *
 * <p><em>Safety:</em> each member's deliveries are a contiguous run of one common order, from its start or from the member's
 * snapshot. This includes members that crashed or were partitioned. Nothing is delivered twice. Memory is bounded: for each
 * member of the view a window of messages, a bounded outbox, a bounded history; a member that cannot keep within the limits
 * retires. <em>Liveness:</em> once the view no longer changes, a request submitted to one of its members is delivered by all
 * of them.
 *
 * <p><em>Not guaranteed:</em> a request submitted to a member that crashed may be delivered or not. If all members with state
 * crash at once, the order starts again; {@link menhir.games.multicast.Multicast#firstView()} shows it. While a crashed
 * member is in the view, nothing is delivered.
 *
 * <p>A request goes from {@link menhir.games.multicast.Multicast#submit} to the {@link menhir.games.multicast.Outbox}, leaves
 * it in a {@link menhir.games.multicast.Batch} with a {@link menhir.games.multicast.Stamp}, crosses a {@link
 * menhir.games.multicast.Link} in a {@link menhir.games.multicast.Packet}, waits in the {@link
 * menhir.games.multicast.LamportQueue} of each member, and is delivered through {@link
 * menhir.games.multicast.MulticastOutput}. {@link menhir.games.multicast.ViewChange} and {@link
 * menhir.games.multicast.StateTransfer} belong to the change from one view to the next.
 */
@NullMarked
package menhir.games.multicast;

import org.jspecify.annotations.NullMarked;
