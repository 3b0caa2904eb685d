package menhir.http.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import menhir.games.Games;
import menhir.http.server.Problem;
import menhir.http.server.ProblemException;
import menhir.http.server.ProblemType;
import org.jspecify.annotations.Nullable;

/** The games, and the id of the one who may change their scores through the old paths. */
public final class ScoreAuthorization {
    /** Name of the configuration key of the id. */
    static final String AUTH_ID_KEY = "menhir.games.auth-id";

    /** Name of the environment variable that sets it. */
    static final String AUTH_ID_VARIABLE = "MENHIR_GAMES_AUTH_ID";

    private final Games games;
    private final byte @Nullable [] idHash;

    /**
     * TODO summary.
     *
     * @param authId null: nobody may change anything
     */
    public ScoreAuthorization(Games games, @Nullable String authId) {
        this.games = games;
        this.idHash = authId == null ? null : hash(authId);
    }

    public Games games() {
        return games;
    }

    /**
     * Throws a {@link ProblemException} unless this is the id. Compared as hashes in constant time, so that the time of the
     * answer tells nothing; and no answer repeats what was sent.
     */
    public void check(String id) {
        if (idHash == null) {
            throw Problem.of(
                            ProblemType.ADMIN_OFF,
                            "Scores cannot be changed here: set " + AUTH_ID_KEY + " in the node's configuration, or "
                                    + AUTH_ID_VARIABLE + " in its environment.")
                    .exception();
        }
        if (!MessageDigest.isEqual(idHash, hash(id))) {
            throw Problem.of(ProblemType.WRONG_ID, "Only Cacofonix may change scores, and this is not his id.")
                    .exception();
        }
    }

    private static byte[] hash(String id) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
