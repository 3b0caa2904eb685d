/** A store service in memory, for tests of everything above the service, and its own tests. */
@NullMarked
package menhir.service;

import org.jspecify.annotations.NullMarked;
