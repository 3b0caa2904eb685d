/**
 * Computations on what an experiment has measured. They start no nodes and send no requests, so that tests can check them on
 * made-up data.
 *
 * <p>Reading order: {@link menhir.experiment.analysis.Latencies} and {@link menhir.experiment.analysis.Timeline} collect what
 * clients measure, {@link menhir.experiment.analysis.Scrape} what nodes measure. {@link
 * menhir.experiment.analysis.LogCheck} and {@link menhir.experiment.analysis.Agreement} check what must hold; {@link
 * menhir.experiment.analysis.Spread} compares clocks.
 */
@NullMarked
package menhir.experiment.analysis;

import org.jspecify.annotations.NullMarked;
