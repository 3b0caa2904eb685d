package menhir.client.http;

import java.net.http.HttpRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API key that this program sends. It comes from the environment, because everyone on the machine can read the arguments of a
 * command.
 */
public final class ClientKey {
    /** The environment variable. */
    static final String VARIABLE = "MENHIR_KEY";

    private static final String HEADER = "Authorization";
    private static final String SCHEME = "Bearer ";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,256}");

    private ClientKey() {}

    /** Adds the header to a request, if there is a key. */
    public static void addTo(HttpRequest.Builder request) {
        String key = check(System.getenv(VARIABLE));
        if (key != null) {
            request.header(HEADER, SCHEME + key);
        }
    }

    /** The header's line with its end; empty if there is no key. */
    public static String headerLine() {
        String key = check(System.getenv(VARIABLE));
        return key == null ? "" : HEADER + ": " + SCHEME + key + "\r\n";
    }

    /**
     * Null for an empty key, since a variable is often emptied instead of removed.
     *
     * @throws IllegalArgumentException if it could not be a key; the message does not show it
     */
    static @Nullable String check(@Nullable String key) {
        if (key == null || key.isEmpty()) {
            return null;
        }
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    VARIABLE + " must have 8 to 256 visible ASCII characters without spaces");
        }
        return key;
    }
}
