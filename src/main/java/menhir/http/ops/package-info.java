/** TODO. */
@NullMarked
package menhir.http.ops;

import org.jspecify.annotations.NullMarked;
