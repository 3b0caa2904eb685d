package menhir.client.command;

import java.util.UUID;
import menhir.client.http.NoServerException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The idempotency key of a change. */
final class KeyOption {
    private static final int MAX_LENGTH = 255;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Idempotency key, 1 to 255 printable ASCII characters. To repeat a change whose outcome is "
                    + "unknown, repeat it under its key: it is done once. Default: a new key.")
    @Nullable
    String key;

    /** The key that was given, or a new one. Throws a usage error if it cannot be one. */
    String get(ConnectionOptions options) {
        if (key == null) {
            return UUID.randomUUID().toString();
        }
        if (key.isEmpty() || key.length() > MAX_LENGTH || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw options.usageError("--key must be 1 to " + MAX_LENGTH + " printable ASCII characters without spaces");
        }
        return key;
    }

    /** A change that no server answered, with what its user can do. */
    static NoServerException unanswered(NoServerException failure, String unknown, String key) {
        boolean mayBeDone = failure.mayBeDone();
        String advice = mayBeDone ? "; " + unknown + ": repeat it with --key " + key : "; nothing was done";
        return new NoServerException(failure.getMessage() + advice, mayBeDone);
    }
}
