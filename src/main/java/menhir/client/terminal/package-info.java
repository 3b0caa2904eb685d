/**
 * Output to a terminal, for all other packages of the client program and for the experiments. It is the lowest package
 * and knows nothing of HTTP or of the store: {@link menhir.client.terminal.TerminalText} makes text from a server safe
 * to print, {@link menhir.client.terminal.TextTable} aligns columns, and {@link menhir.client.terminal.Progress} is the
 * progress bar of a long run.
 */
@NullMarked
package menhir.client.terminal;

import org.jspecify.annotations.NullMarked;
