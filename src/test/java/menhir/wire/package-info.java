/** Tests of what crosses between nodes. */
@NullMarked
package menhir.wire;

import org.jspecify.annotations.NullMarked;
