package menhir.simulation;

import menhir.store.Rejection;

/** What a leader answers to a command. */
sealed interface CommandReply {

    /** It was done, now or before. */
    record Stands(long index, long number, boolean replayed) implements CommandReply {}

    record Refused(Rejection why) implements CommandReply {}

    /** Not leading, or overloaded: nothing was done. */
    record NotNow(boolean overloaded) implements CommandReply {}
}
