/**
 * Reports of experiments: tables as CSV files, plots as PNG and SVG files, and an HTML page that contains them all. The files
 * need no script and no network, so that they can be kept and passed on.
 *
 * <p>Reading order: {@link menhir.experiment.report.Report} is what an experiment returns, with its {@link
 * menhir.experiment.report.Table}s and {@link menhir.experiment.report.Figure}s, which {@link
 * menhir.experiment.report.Plots} draws; {@link menhir.experiment.report.Results} writes the files, and {@code HtmlReport} the
 * page.
 */
@NullMarked
package menhir.experiment.report;

import org.jspecify.annotations.NullMarked;
