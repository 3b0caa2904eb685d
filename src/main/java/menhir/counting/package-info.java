/**
 * The rules of {@link menhir.multicast} and {@link menhir.raffle} at work in a cluster. A {@link menhir.counting.Counter} on
 * each node is a member of the multicast and holds the raffle. Who is a member is agreed through the scoreboard's own log
 * ({@link menhir.store.Roster}): {@link menhir.counting.RosterKeeper} proposes, and each counter reads the roster like any
 * other value of the store. So no second agreement is needed beside the log's, and a minority can agree on nothing.
 *
 * <p>Requests reach a counter through {@link menhir.counting.RequestFeed}, which never makes a client wait.
 */
@NullMarked
package menhir.counting;

import org.jspecify.annotations.NullMarked;
