/** Tests of what messages between nodes have in common. */
@NullMarked
package menhir.wire;

import org.jspecify.annotations.NullMarked;
