/**
 * A store's front-end on each node, as rules without Akka. {@link menhir.frontend.StoreFrontEnd} is the whole of it; the
 * actor of {@code menhir.frontend.actor} is a thin shell, and the simulation drives the same class.
 *
 * <p>A lookup is answered from the cache ({@link menhir.replication.CoherentCache}) if it holds the value and a lease runs;
 * else {@code PendingLookups} asks a catalog replica. A command waits in {@code PendingCommands}, which sends it to the
 * leader, and to the next one, until its outcome is known.
 */
@NullMarked
package menhir.frontend;

import org.jspecify.annotations.NullMarked;
