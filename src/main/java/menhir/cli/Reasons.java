package menhir.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why something failed, in one line: what each exception of the chain says, the same words once. */
final class Reasons {
    private static final int DEEPEST = 8;

    private Reasons() {}

    static String of(Throwable failure) {
        Set<String> reasons = new LinkedHashSet<>();
        @Nullable Throwable at = failure;
        for (int depth = 0; at != null && depth < DEEPEST; depth++) {
            String message = at.getMessage();
            @Nullable Throwable cause = at.getCause();
            boolean onlyRepeatsItsCause = message != null && cause != null && message.equals(cause.toString());
            if (!onlyRepeatsItsCause) {
                reasons.add(message == null || message.isBlank() ? at.getClass().getSimpleName() : message);
            }
            at = cause;
        }
        return String.join(": ", reasons);
    }
}
