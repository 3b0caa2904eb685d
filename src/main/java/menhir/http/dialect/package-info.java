/** TODO. */
@NullMarked
package menhir.http.dialect;

import org.jspecify.annotations.NullMarked;
