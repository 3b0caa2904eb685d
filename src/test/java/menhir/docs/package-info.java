/** Runs what the documentation tells readers to run. */
@NullMarked
package menhir.docs;

import org.jspecify.annotations.NullMarked;
