package menhir.client.library;

import java.util.Optional;
import menhir.client.http.NoServerException;
import org.jspecify.annotations.Nullable;

/**
 * No server gave a usable response before the deadline. A change may or may not have been done: send it again with
 * {@link Store#withKey} and this key, and it is done once.
 */
public final class NoAnswerException extends MenhirException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String key;

    NoAnswerException(NoServerException unanswered, @Nullable String key) {
        super(
                unanswered.getMessage()
                        + (key == null ? "" : "; it may be done or not: repeat it under the key " + key),
                unanswered);
        this.key = key;
    }

    /** The key of a change; empty for a request that changes nothing. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }
}
