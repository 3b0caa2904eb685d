/**
 * The sub-commands. Only this package parses options and knows exit statuses.
 *
 * <p>Every command is a {@code RemoteCommand}: it connects with its {@code ConnectionOptions}, runs, and turns a failure
 * into a message and an {@code ExitStatus}. {@link menhir.client.command.TradeCommand} places one order. The commands
 * that run many clients, such as {@link menhir.client.command.WalkCommand}, are {@code RunCommand}s: they choose items
 * by {@code SelectionOptions}, let {@link menhir.client.run.WorkloadRunner} do the work, and print a
 * {@link menhir.client.report.RunReport}. {@link menhir.client.command.LoadCommand} does the same with the load driver,
 * and {@link menhir.client.command.WatchCommand} prints events.
 */
@NullMarked
package menhir.client.command;

import org.jspecify.annotations.NullMarked;
