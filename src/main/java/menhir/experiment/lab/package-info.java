/** TODO. */
@NullMarked
package menhir.experiment.lab;

import org.jspecify.annotations.NullMarked;
