/**
 * The rules of {@link menhir.clock} at work in a cluster: {@link menhir.timekeeping.NodeClock} is a node's one clock,
 * {@link menhir.timekeeping.ClockAgent} answers for it, and {@link menhir.timekeeping.TimeKeeper}, a cluster singleton, is
 * the elected time server.
 */
@NullMarked
package menhir.timekeeping;

import org.jspecify.annotations.NullMarked;
