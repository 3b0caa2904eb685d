package menhir.client.http;

import java.net.http.HttpRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The API key that a client sends, or none. It is in no message, and not in {@link #toString}. */
public final class ClientKey {
    /** No key. */
    public static final ClientKey NONE = new ClientKey(null);

    /**
     * The environment variable of the client program: everyone on the machine can read the arguments of a command.
     */
    static final String VARIABLE = "MENHIR_KEY";

    private static final String HEADER = "Authorization";
    private static final String SCHEME = "Bearer ";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,256}");

    private final @Nullable String key;

    private ClientKey(@Nullable String key) {
        this.key = key;
    }

    /**
     * A key.
     *
     * @throws IllegalArgumentException if it could not be one; the message does not show it
     */
    public static ClientKey of(String key) {
        return checked("the API key", key);
    }

    /**
     * The key of the environment; none if the variable is empty, since a variable is often emptied instead of removed.
     *
     * @throws IllegalArgumentException if it could not be a key; the message does not show it
     */
    public static ClientKey fromEnvironment() {
        return fromEnvironment(System.getenv(VARIABLE));
    }

    static ClientKey fromEnvironment(@Nullable String value) {
        return value == null || value.isEmpty() ? NONE : checked(VARIABLE, value);
    }

    private static ClientKey checked(String name, String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(name + " must have 8 to 256 visible ASCII characters without spaces");
        }
        return new ClientKey(key);
    }

    /** Adds the header to a request, if there is a key. */
    void addTo(HttpRequest.Builder request) {
        if (key != null) {
            request.header(HEADER, SCHEME + key);
        }
    }

    /** The header's line with its end; empty if there is no key. */
    public String headerLine() {
        return key == null ? "" : HEADER + ": " + SCHEME + key + "\r\n";
    }

    @Override
    public String toString() {
        return key == null ? "no key" : "a key";
    }
}
