/** TODO. */
@NullMarked
package menhir.client.command;

import org.jspecify.annotations.NullMarked;
