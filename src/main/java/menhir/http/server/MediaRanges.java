package menhir.http.server;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a client takes what a route makes (RFC 9110, 12.5.1). */
final class MediaRanges {
    private MediaRanges() {}

    /**
     * @param accept the Accept header, if there is one
     * @param offered media types in lower case; empty when the answer does not depend on the header
     */
    static boolean allow(@Nullable String accept, List<String> offered) {
        if (accept == null || accept.isBlank() || accept.equals("*/*") || offered.isEmpty()) {
            return true;
        }
        for (String part : accept.split(",", -1)) {
            String[] range = part.trim().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
            if (!isRefused(range) && matches(range[0], offered)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String range, List<String> offered) {
        for (String type : offered) {
            boolean wildcard = range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
            if (range.equals("*/*") || range.equals(type) || wildcard) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefused(String[] range) {
        for (int i = 1; i < range.length; i++) {
            if (range[i].matches("q\\s*=\\s*0(\\.0*)?")) {
                return true;
            }
        }
        return false;
    }
}
