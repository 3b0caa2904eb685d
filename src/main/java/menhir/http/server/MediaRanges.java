package menhir.http.server;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Matches an Accept header against the media types of a response (RFC 9110, 12.5.1). */
final class MediaRanges {
    private MediaRanges() {}

    /**
     * Whether the client accepts one of the media types.
     *
     * @param accept the Accept header, or null if there is none
     * @param offered media types in lower case; empty if the response does not depend on the header
     */
    static boolean accept(@Nullable String accept, List<String> offered) {
        if (accept == null || accept.isBlank() || accept.equals("*/*") || offered.isEmpty()) {
            return true;
        }
        for (String part : accept.split(",", -1)) {
            String[] range = part.trim().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
            if (!isExcluded(range) && matches(range[0], offered)) {
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

    private static boolean isExcluded(String[] range) {
        for (int i = 1; i < range.length; i++) {
            if (range[i].matches("q\\s*=\\s*0(\\.0*)?")) {
                return true;
            }
        }
        return false;
    }
}
