package menhir.http.dialect;

import java.security.MessageDigest;
import java.util.Optional;
import menhir.http.access.Sha256;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemException;
import menhir.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Lets only Cacofonix change scores: the client that knows the configured id. */
final class ScoreAuthorization {
    /** Configuration key of the id. */
    static final String AUTH_ID_KEY = "menhir.games.auth-id";

    /** Environment variable of the id. */
    static final String AUTH_ID_VARIABLE = "MENHIR_GAMES_AUTH_ID";

    private final byte @Nullable [] idHash;

    /** @param authId empty to reject all changes */
    ScoreAuthorization(Optional<String> authId) {
        this.idHash = authId.map(Sha256::hash).orElse(null);
    }

    /**
     * Throws a {@link ProblemException} unless this is the configured id. Compares hashes in constant time, so that the response
     * time reveals nothing, and no response repeats what was sent.
     */
    void check(String id) {
        if (idHash == null) {
            throw Problem.of(
                            ProblemType.ADMIN_DISABLED,
                            "Scores cannot be changed on this path: set " + AUTH_ID_KEY
                                    + " in the node's configuration, or " + AUTH_ID_VARIABLE + " in its environment.")
                    .exception();
        }
        if (!MessageDigest.isEqual(idHash, Sha256.hash(id))) {
            throw Problem.of(ProblemType.WRONG_AUTH_ID, "The id in the path is not the configured authentication id.")
                    .exception();
        }
    }
}
