/** Tests of the faults and their plan. */
@NullMarked
package menhir.chaos;

import org.jspecify.annotations.NullMarked;
