/**
 * Tests of the experiments: their arithmetic, their pages, and two of them for real, as small as they can be, with the page
 * in a browser.
 */
@NullMarked
package menhir.experiment;

import org.jspecify.annotations.NullMarked;
