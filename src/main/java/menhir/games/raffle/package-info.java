/**
 * The raffle of the Olympics scoreboard: who enters and who wins, decided alike at every front-end from nothing but the
 * total order of requests ({@code menhir.multicast} makes that order; this package does not know how). Pure rules: no Akka,
 * no clock, no randomness of their own.
 */
@NullMarked
package menhir.games.raffle;

import org.jspecify.annotations.NullMarked;
