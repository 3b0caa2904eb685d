package menhir.client.events;

import org.jspecify.annotations.Nullable;

/**
 * A server-sent event.
 *
 * @param id where to resume after this event; null if the server sent none with it
 * @param name the type of the event, {@code message} by default
 */
public record Event(@Nullable String id, String name, String data) {}
