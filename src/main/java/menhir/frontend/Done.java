package menhir.frontend;

import menhir.store.Entry;
import menhir.store.Rejection;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/** What became of a command, as the leader tells it. */
sealed interface Done {

    /** It was done, or refused by an entry that says so; the value is the one that a command on an item or a board left behind. */
    record Now(Entry.Keyed entry, @Nullable Value value) implements Done {}

    /** It was decided before under the same key, by the entry at {@code index}; {@code number} as in the leader's answer. */
    record Before(long number, long index) implements Done {}

    /** It cannot be done. */
    record Not(Rejection why) implements Done {}
}
