/** TODO. */
@NullMarked
package menhir.experiment.report;

import org.jspecify.annotations.NullMarked;
