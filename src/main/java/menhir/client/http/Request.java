package menhir.client.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request, for any of the servers.
 *
 * @param path percent-encoded, with its query
 * @param json the body, or null for none
 * @param idempotencyKey the same for every attempt of one change; null for a request that changes nothing
 * @param printablePath the path without secrets, for messages
 */
public record Request(
        String method,
        String path,
        @Nullable String json,
        @Nullable String idempotencyKey,
        String printablePath) {

    public static Request get(String path) {
        return new Request("GET", path, null, null, path);
    }

    public static Request post(String path, String json, String idempotencyKey) {
        return new Request("POST", path, json, idempotencyKey, path);
    }

    /** A POST without a body: path and query say it all. */
    public static Request postEmpty(String path, String idempotencyKey) {
        return new Request("POST", path, null, idempotencyKey, path);
    }

    /** A DELETE, which changes something once. */
    public static Request delete(String path, String idempotencyKey) {
        return new Request("DELETE", path, null, idempotencyKey, path);
    }

    /** A change by GET, as the classical scoreboard has it: the last segment of the path is a secret. */
    public static Request getWithSecret(String path, String secret, String idempotencyKey) {
        return new Request("GET", path + "/" + encode(secret), null, idempotencyKey, path + "/...");
    }

    /** Percent-encodes a name for a path segment or the value of a query parameter. */
    public static String encode(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        // Unencoded, "." and ".." are relative path segments, which clients and proxies remove.
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }

    @Override
    public String toString() {
        return method + " " + printablePath;
    }
}
