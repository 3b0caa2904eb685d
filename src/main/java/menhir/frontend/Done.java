package menhir.frontend;

import menhir.store.Entry;
import menhir.store.Rejection;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/** What became of a command, as the leader tells it. */
sealed interface Done {

    /** It was done; the value is the one that a command on an item or a board left behind. */
    record Now(Entry.Keyed entry, @Nullable Value value) implements Done {}

    /** It was done before under the same key; {@code number} is the order's, 0 if it was no order. */
    record Before(long number) implements Done {}

    /** It cannot be done. */
    record Not(Rejection why) implements Done {}
}
