/**
 * A store's event stream, with resumption at another server.
 *
 * <p>{@link menhir.client.events.EventWatcher} opens the stream at one server after the other. {@code EventStream} takes
 * the endless body in chunks, with a timeout for each; {@code EventParser} finds the
 * {@link menhir.client.events.Event}s in them.
 */
@NullMarked
package menhir.client.events;

import org.jspecify.annotations.NullMarked;
