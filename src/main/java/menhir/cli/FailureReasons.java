package menhir.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reason of a failure on one line: the messages of the exception and its causes, without repetitions. */
final class FailureReasons {
    private static final int MAX_DEPTH = 8;

    private FailureReasons() {}

    static String of(Throwable failure) {
        Set<String> reasons = new LinkedHashSet<>();
        @Nullable Throwable current = failure;
        for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
            String message = current.getMessage();
            @Nullable Throwable cause = current.getCause();
            boolean repeatsItsCause = message != null && cause != null && message.equals(cause.toString());
            if (!repeatsItsCause) {
                reasons.add(
                        message == null || message.isBlank()
                                ? current.getClass().getSimpleName()
                                : message);
            }
            current = cause;
        }
        return String.join(": ", reasons);
    }
}
