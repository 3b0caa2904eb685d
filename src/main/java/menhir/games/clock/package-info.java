/**
 * One time for all nodes, as rules: plain Java, no Akka, no threads and no clock of its own. Scores and medals carry time
 * stamps that are shown to clients of every node, so the nodes' clocks must agree with each other; that they agree with
 * the world outside is the operating system's business (NTP).
 *
 * <p>The algorithm is Berkeley's (Gusella and Zatti, "The accuracy of the clock synchronization achieved by TEMPO in
 * Berkeley UNIX 4.3BSD", IEEE Transactions on Software Engineering 15(7), 1989): an elected server asks all nodes, itself
 * included, for their time, averages the differences, and sends every node its own correction. What is ours, and why:
 *
 * <ul>
 *   <li><em>Estimate.</em> Half the round trip is taken off, and of several answers the one with the shortest round trip
 *       counts, since the error is at most half of it (Cristian, "Probabilistic clock synchronization", 1989). An answer
 *       that took too long is dropped.
 *   <li><em>Average.</em> The middle of all, with as many left out on either side as can be ({@link
 *       menhir.games.clock.FaultTolerantAverage}, after Lundelius Welch and Lynch, "A new fault-tolerant algorithm for clock
 *       synchronization", 1988). It holds against any minority of wrong clocks, subtle or wild, and it exists also where
 *       no two clocks agree, so it needs no tolerance that must be widened for a start from far apart.
 *   <li><em>Missing answers.</em> A node that answered lately is waited for, unless a majority of all agree anyway: a lost
 *       message must not make a minority look like a majority.
 *   <li><em>Correction.</em> At most {@link menhir.games.clock.ClockTiming#maxAdjustMicros()} a round, and slewed: no reader of
 *       {@link menhir.games.clock.SynchronisedClock} ever sees time run backwards. Clocks 10 s apart thus meet in about 20 s.
 *       A correction names the state of the clock that it was computed from and counts for that state only, so loss,
 *       duplicates, delays, a new server and two servers at once are all harmless.
 * </ul>
 *
 * <p>What is not promised. With two nodes nobody can tell which is wrong: both meet half-way, a bounded step a round. A
 * liar among three cannot pull the others out of their own range, but it chooses which end of that range is the middle,
 * so the group may run as fast or as slow as its fastest or slowest honest clock, measuring error included. The server is
 * trusted to compute: one that sends false corrections can make clocks run at half to one and a half times their rate.
 */
@NullMarked
package menhir.games.clock;

import org.jspecify.annotations.NullMarked;
