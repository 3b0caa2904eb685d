/** TODO. */
@NullMarked
package menhir.client.run;

import org.jspecify.annotations.NullMarked;
