/** Tests of the rules of a store. */
@NullMarked
package menhir.store;

import org.jspecify.annotations.NullMarked;
