package menhir.client.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What to ask, whichever server answers.
 *
 * @param path percent-encoded, with its query
 * @param json the body, or null for none
 * @param idempotencyKey the same for every attempt of one change; null for a request that changes nothing
 * @param shown the path as messages may show it
 */
public record Request(
        String method,
        String path,
        @Nullable String json,
        @Nullable String idempotencyKey,
        String shown) {

    public static Request get(String path) {
        return new Request("GET", path, null, null, path);
    }

    public static Request post(String path, String json, String idempotencyKey) {
        return new Request("POST", path, json, idempotencyKey, path);
    }

    /** A change that is asked for by the path and its query alone. */
    public static Request postEmpty(String path, String idempotencyKey) {
        return new Request("POST", path, null, idempotencyKey, path);
    }

    /** A change that is asked for by a path, which ends with a secret. */
    public static Request update(String path, String secret, String idempotencyKey) {
        return new Request("GET", path + "/" + encode(secret), null, idempotencyKey, path + "/...");
    }

    /** A name as one segment of a path or as the value of a query parameter. */
    public static String encode(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        // A bare "." or ".." would be taken for a step in the path.
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }

    @Override
    public String toString() {
        return method + " " + shown;
    }
}
