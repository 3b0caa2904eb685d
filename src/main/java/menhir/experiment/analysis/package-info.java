/** TODO. */
@NullMarked
package menhir.experiment.analysis;

import org.jspecify.annotations.NullMarked;
