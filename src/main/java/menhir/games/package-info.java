/**
 * What a node can do for the clients of a scoreboard beside showing and changing it: {@link menhir.games.Games} is what HTTP
 * sees of the dispatcher, the raffle and the clock.
 */
@NullMarked
package menhir.games;

import org.jspecify.annotations.NullMarked;
