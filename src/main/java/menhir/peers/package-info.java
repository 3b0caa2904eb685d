/** How an actor reaches its like on the other live nodes: each is at the same place on every node, so nobody registers. */
@NullMarked
package menhir.peers;

import org.jspecify.annotations.NullMarked;
