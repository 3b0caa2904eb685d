/**
 * The jar's command line: it turns arguments into settings, and what goes wrong into one line and an exit status. It is
 * handed what it is to run, so that it knows neither nodes nor clients.
 */
@NullMarked
package menhir.cli;

import org.jspecify.annotations.NullMarked;
