/**
 * The raffle of the Olympics scoreboard, as rules: plain Java without Akka, threads or a clock. All front-ends have the same
 * entries and winners because each applies the same total order of requests, which {@link menhir.games.multicast} makes.
 *
 * <p>A client's request becomes a {@link menhir.games.raffle.RaffleRequest}. {@link menhir.games.raffle.RaffleParticipant}
 * submits it to its multicast member, keeps that member in the group, and passes each delivery to {@link
 * menhir.games.raffle.Raffle}, which decides who enters and who wins. {@link menhir.games.raffle.RaffleStatus} is what a
 * front-end shows; a draw ends with a {@link menhir.games.raffle.DrawOutcome}.
 */
@NullMarked
package menhir.games.raffle;

import org.jspecify.annotations.NullMarked;
