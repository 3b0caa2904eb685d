/**
 * The command line of the jar. It turns arguments into settings, and failures into one line and an exit status. What to run
 * is passed to it, so it depends on neither nodes nor clients.
 *
 * <p>Reading order: {@link menhir.cli.MenhirCommand} (sub-commands, errors, exit statuses), {@link menhir.cli.NodeCommand}
 * and {@link menhir.cli.StoreCommand} (start a node through a {@link menhir.cli.NodeRunner}, after {@link
 * menhir.cli.StartChecks}), {@link menhir.cli.ConfigCommand}, {@link menhir.cli.AwaitReadyCommand}.
 */
@NullMarked
package menhir.cli;

import org.jspecify.annotations.NullMarked;
