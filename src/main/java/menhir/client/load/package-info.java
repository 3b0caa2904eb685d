/** TODO. */
@NullMarked
package menhir.client.load;

import org.jspecify.annotations.NullMarked;
