/** TODO. */
@NullMarked
package menhir.http.api;

import org.jspecify.annotations.NullMarked;
