/** TODO. */
@NullMarked
package menhir.client.http;

import org.jspecify.annotations.NullMarked;
