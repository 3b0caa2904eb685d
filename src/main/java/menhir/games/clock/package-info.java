/**
 * One time for all nodes, as rules: plain Java without Akka, threads or a clock of its own. Scores and medals carry
 * timestamps that clients of all nodes compare, so the nodes' clocks must agree with each other. That they agree with UTC is
 * the task of the operating system (NTP).
 *
 * <p>This is the Berkeley algorithm (Gusella and Zatti, "The accuracy of the clock synchronization achieved by TEMPO in
 * Berkeley UNIX 4.3BSD", IEEE Transactions on Software Engineering 15(7), 1989): an elected server polls all nodes, itself
 * included, averages the differences, and sends each node its own adjustment. It differs in these points:
 *
 * <ul>
 *   <li><em>Estimate.</em> Half the round trip is subtracted, and of several replies the one with the shortest round trip
 *       counts, since the error is at most half of it (Cristian, "Probabilistic clock synchronization", 1989). A reply with
 *       too long a round trip is ignored.
 *   <li><em>Average.</em> The median, discarding as many values on either side as possible ({@link
 *       menhir.games.clock.FaultTolerantAverage}, after Lundelius Welch and Lynch, "A new fault-tolerant algorithm for clock
 *       synchronization", 1988). It tolerates any minority of faulty clocks, and it also exists when no two clocks agree, so
 *       it needs no tolerance that must be widened when clocks start far apart.
 *   <li><em>Missing replies.</em> A node that replied recently is waited for, unless a majority of all nodes agree anyway: a
 *       lost message must not make a minority look like a majority.
 *   <li><em>Adjustment.</em> At most {@link menhir.games.clock.ClockTiming#maxAdjustMicros()} per round, and slewed: readers
 *       of {@link menhir.games.clock.SynchronisedClock} never see time run backwards. Clocks 10 s apart agree after about
 *       20 s. An adjustment names the version of the clock that it was computed from and is valid for that version only, so
 *       loss, duplicates, delays, a new server and two servers at once are harmless.
 * </ul>
 *
 * <p><em>Not guaranteed.</em> With two nodes it is unknown which one is wrong: both meet half-way, a bounded step per round. A
 * faulty clock among three cannot pull the others out of their own range, but it decides which end of that range is the
 * median, so the group may run as fast or as slow as its fastest or slowest correct clock, measuring error included. The
 * server is trusted: one that sends wrong adjustments can make clocks run at half to one and a half times their rate.
 *
 * <p>A round, in reading order: {@link menhir.games.clock.TimeServer} sends a {@link menhir.games.clock.ClockMessage.Poll} to
 * each node; its {@link menhir.games.clock.SynchronisedClock} replies; {@link menhir.games.clock.FaultTolerantAverage} makes
 * the target; the {@link menhir.games.clock.Round} says whether it counts; the clocks slew to it.
 */
@NullMarked
package menhir.games.clock;

import org.jspecify.annotations.NullMarked;
