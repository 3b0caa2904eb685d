/** Tests of the bench. */
@NullMarked
package menhir.bench;

import org.jspecify.annotations.NullMarked;
