package menhir.http.access;

import java.util.HexFormat;

/**
 * A key by which the server recognises a client. Only its hash is known here: whoever reads the configuration cannot use it.
 * Keys are random, so a fast hash is enough.
 *
 * @param name of the client, for logs
 * @param sha256 of the key, in hexadecimal
 * @param requestsPerSecond maximum rate at this node; 0: no limit
 */
public record ApiKey(String name, Role role, String sha256, int requestsPerSecond) {
    /** The key of a client that sends this text. */
    public static ApiKey of(String name, Role role, String text) {
        return new ApiKey(name, role, HexFormat.of().formatHex(Sha256.hash(text)), 0);
    }

    /** The key of the administrator's token. */
    public static ApiKey administrator(String token) {
        return of("admin-token", Role.ADMINISTER, token);
    }

    byte[] hash() {
        return HexFormat.of().parseHex(sha256);
    }
}
