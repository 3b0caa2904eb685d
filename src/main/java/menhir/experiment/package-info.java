/**
 * Experiments: what the classroom systems measured, and what happens here when nodes die, each with one command and on real
 * nodes. They exist so that a claim about speed or survival can be checked by whoever reads it, on a machine of their own,
 * and so that figures in the documentation have a program behind them.
 *
 * <p>An experiment starts what it needs (processes of the same jar, on free ports, in a folder that is deleted at the end),
 * runs the clients of {@link menhir.client}, and writes tables (CSV), plots (PNG, SVG) and one HTML page that needs
 * nothing but itself. It looks at the server from outside only: by HTTP and by signals.
 *
 * <p>Reading order: {@link menhir.experiment.ExperimentCommand}; {@code Experiment} and one of its kinds, such as
 * {@code HitMiss}; {@code Lab} is what they work with; {@code Report} is what they say, and {@code Results} writes it down.
 */
@NullMarked
package menhir.experiment;

import org.jspecify.annotations.NullMarked;
