/** TODO. */
@NullMarked
package menhir.client.events;

import org.jspecify.annotations.NullMarked;
