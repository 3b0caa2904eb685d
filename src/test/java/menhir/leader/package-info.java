/** Tests of what a leader does besides the protocol. */
@NullMarked
package menhir.leader;

import org.jspecify.annotations.NullMarked;
