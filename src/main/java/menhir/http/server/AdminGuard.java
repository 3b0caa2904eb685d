package menhir.http.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets only an administrator through. Tokens are compared as hashes in constant time, so that neither a wrong token's
 * length nor how much of it is right shows in the time that the answer takes.
 */
public final class AdminGuard {
    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] tokenHash;

    public AdminGuard(Optional<String> token) {
        this.tokenHash = token.map(AdminGuard::hash).orElse(null);
    }

    /** Throws a {@link ProblemException} unless the call may change things that clients may not. */
    public void check(RequestContext call) {
        if (tokenHash == null) {
            throw Problem.of(
                            ProblemType.ADMIN_OFF,
                            "Set " + HttpSettings.ADMIN_TOKEN_KEY + " in the node's configuration, or "
                                    + HttpSettings.ADMIN_TOKEN_VARIABLE
                                    + " in its environment, and send the same in the header Authorization: Bearer TOKEN.")
                    .exception();
        }
        String authorization = call.onlyHeader("Authorization", "authorization");
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || !MessageDigest.isEqual(
                        tokenHash, hash(authorization.substring(SCHEME.length()).trim()))) {
            throw Problem.of(
                            ProblemType.UNAUTHORIZED,
                            "Send the header Authorization: Bearer TOKEN with the right token.")
                    .withHeader("WWW-Authenticate", "Bearer realm=\"menhir\"")
                    .exception();
        }
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
