/** TODO. */
@NullMarked
package menhir.http.server;

import org.jspecify.annotations.NullMarked;
