/** TODO. */
@NullMarked
package menhir.cluster;

import org.jspecify.annotations.NullMarked;
