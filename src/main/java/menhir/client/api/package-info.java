/** TODO. */
@NullMarked
package menhir.client.api;

import org.jspecify.annotations.NullMarked;
