/**
 * Experiments: repeat the measurements of the original systems, and measure what happens when nodes crash. Each is one
 * command and runs real nodes. They exist so that readers can check each claim about speed or fault tolerance on their own
 * machine, and so that each figure in the documentation can be reproduced.
 *
 * <p>An experiment starts a cluster (processes of the same jar, on free ports, in a temporary folder), runs the clients of
 * {@link menhir.client}, and writes tables (CSV), plots (PNG, SVG) and one self-contained HTML page. It uses the server from
 * outside only: by HTTP and by signals.
 *
 * <p>Reading order: {@link menhir.experiment.ExperimentCommand} selects an {@code Experiment}, such as {@code HitMiss}, and
 * gives it a {@link menhir.experiment.lab.Lab}, in which it starts nodes. The experiment passes its measurements to the
 * classes of {@link menhir.experiment.analysis} and returns a {@link menhir.experiment.report.Report}, which {@link
 * menhir.experiment.report.Results} writes to files.
 */
@NullMarked
package menhir.experiment;

import org.jspecify.annotations.NullMarked;
