/** TODO. */
@NullMarked
package menhir.config.catalog;

import org.jspecify.annotations.NullMarked;
