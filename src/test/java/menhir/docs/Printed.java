package menhir.docs;

import java.util.regex.Pattern;

/** Compares what a command printed with what the document shows: "..." stands for anything, also for several lines. */
final class Printed {
    private Printed() {}

    static boolean matches(String shown, String printed) {
        if (shown.isBlank()) {
            // The document does not say what it prints.
            return true;
        }
        StringBuilder pattern = new StringBuilder();
        for (String part : shown.strip().split("\\s*\\.\\.\\.\\s*", -1)) {
            pattern.append(pattern.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL)
                .matcher(printed.strip())
                .matches();
    }
}
