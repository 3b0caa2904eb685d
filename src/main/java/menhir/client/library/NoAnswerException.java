package menhir.client.library;

import java.util.Optional;
import menhir.client.http.NoServerException;
import org.jspecify.annotations.Nullable;

/**
 * No server gave a usable response before the deadline; or one refused a change of which an earlier attempt may have been done. The
 * change may or may not have been done, unless {@link #mayBeDone} says otherwise: send it again with {@link Store#withKey} and this
 * key, and it is done once.
 */
public final class NoAnswerException extends MenhirException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String key;
    private final boolean mayBeDone;

    NoAnswerException(NoServerException unanswered, @Nullable String key) {
        super(unanswered.getMessage() + advice(unanswered.mayBeDone(), key), unanswered);
        this.key = key;
        this.mayBeDone = key != null && unanswered.mayBeDone();
    }

    private static String advice(boolean mayBeDone, @Nullable String key) {
        if (key == null) {
            return "";
        }
        return (mayBeDone ? "; it may be done or not: repeat it" : "; it is not done: it can be repeated")
                + " under the key " + key;
    }

    /** The key of a change; empty for a request that changes nothing. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** Whether the change may have been done: false if no attempt reached a server that could have done it. */
    public boolean mayBeDone() {
        return mayBeDone;
    }
}
