/**
 * Sends clients to front-ends: {@link menhir.games.node.ClientCounts} holds the rules, {@link menhir.games.node.Dispatcher},
 * a cluster singleton, the counts of all front-ends, and a {@link menhir.games.node.DispatcherProxy} on each node asks it.
 *
 * <p>The counts are approximate by nature, for clients come and go without a word. So a new dispatcher goes on with what
 * the doormen remember, about a second old; and while there is no dispatcher, a doorman goes on by himself.
 */
@NullMarked
package menhir.games.node;

import org.jspecify.annotations.NullMarked;
