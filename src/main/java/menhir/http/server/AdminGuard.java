package menhir.http.server;

import java.security.MessageDigest;
import java.util.Optional;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemException;
import menhir.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * Lets only requests with the administrator's bearer token through. Compares hashes in constant time, so that the response
 * time reveals neither the length of the token nor how much of a guess is right.
 */
public final class AdminGuard {
    /** Configuration key of the token. */
    public static final String TOKEN_KEY = "menhir.http.admin-token";

    /** Environment variable of the token. */
    public static final String TOKEN_VARIABLE = "MENHIR_ADMIN_TOKEN";

    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] tokenHash;

    /** @param token the administrator's token; empty to reject all administrative requests */
    public AdminGuard(Optional<String> token) {
        this.tokenHash = token.map(Sha256::hash).orElse(null);
    }

    /** Throws a {@link ProblemException} unless the request carries the token. */
    public void check(RequestContext request) {
        if (tokenHash == null) {
            throw Problem.of(
                            ProblemType.ADMIN_DISABLED,
                            "Set " + TOKEN_KEY + " in the node's configuration, or " + TOKEN_VARIABLE
                                    + " in its environment, and send the header Authorization: Bearer TOKEN.")
                    .exception();
        }
        String authorization = request.onlyHeader("Authorization");
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || !MessageDigest.isEqual(
                        tokenHash,
                        Sha256.hash(authorization.substring(SCHEME.length()).trim()))) {
            throw Problem.of(
                            ProblemType.UNAUTHORIZED,
                            "Send the header Authorization: Bearer TOKEN with the administrator's token.")
                    .withHeader("WWW-Authenticate", "Bearer realm=\"menhir\"")
                    .exception();
        }
    }
}
