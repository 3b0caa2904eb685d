package menhir.client.library;

import org.jspecify.annotations.Nullable;

/**
 * An event of a store.
 *
 * @param id to continue after this event; null if it is not in the log and can be left out
 * @param name its kind: {@code order}, {@code hold} and so on
 * @param data JSON, as the table of events says for its kind
 */
public record StoreEvent(@Nullable String id, String name, String data) {}
