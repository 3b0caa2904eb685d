/**
 * A node's process: {@link menhir.node.Node} opens the slots' databases and the HTTP port once, and runs one {@code
 * ClusterSession} of the cluster side after the other. A node that was cut off or paused for so long that the others had to
 * go on without it ends its incarnation and joins again with a new one, without giving up its port.
 */
@NullMarked
package menhir.node;

import org.jspecify.annotations.NullMarked;
