/**
 * What an operator may set, read once at start into {@link menhir.config.Settings}, so that a wrong value stops the start
 * with one clear line and the rest of the code never meets a raw configuration; and the first catalogs, read the same way.
 * Knows nothing of Akka.
 */
@NullMarked
package menhir.config;

import org.jspecify.annotations.NullMarked;
