/**
 * Tests of the experiments: their computations and reports, and runs of two of them at the smallest size, with the report in a
 * browser.
 */
@NullMarked
package menhir.experiment;

import org.jspecify.annotations.NullMarked;
