/**
 * The services of a node beside its scoreboard: dispatcher, raffle and synchronised clock. {@link menhir.games.Games} is all
 * that HTTP sees of them.
 *
 * <p>The rules are in {@link menhir.games.clock}, {@link menhir.games.multicast} and {@link menhir.games.raffle}, which know
 * nothing of Akka; {@link menhir.games.node} has the actors that run them on the nodes of a cluster.
 */
@NullMarked
package menhir.games;

import org.jspecify.annotations.NullMarked;
