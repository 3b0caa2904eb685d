package menhir.http.access;

import java.security.MessageDigest;
import java.util.List;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a caller may do what it asks for. Callers send their key as a bearer token (RFC 6750). Thread-safe.
 */
public final class Access {
    /** Configuration key of the API keys. */
    public static final String KEYS_KEY = "menhir.http.keys";

    /** Configuration key of the administrator's token, which is a key too. */
    public static final String TOKEN_KEY = "menhir.http.admin-token";

    /** Environment variable of the administrator's token. */
    public static final String TOKEN_VARIABLE = "MENHIR_ADMIN_TOKEN";

    private static final String SCHEME = "Bearer ";

    /**
     * What was decided.
     *
     * @param refusal null if the caller may go on
     * @param caller the name of its key; null if it has none
     * @param guessed whether the caller sent a key that nobody has
     */
    public record Decision(
            @Nullable Problem refusal, @Nullable String caller, boolean guessed) {}

    /** A key, and how fast its requests come. */
    private static final class Holder {
        private final ApiKey key;
        private final byte[] hash;
        private final @Nullable RequestRate rate;

        Holder(ApiKey key, long nowNanos) {
            this.key = key;
            this.hash = key.hash();
            this.rate = key.requestsPerSecond() == 0 ? null : new RequestRate(key.requestsPerSecond(), nowNanos);
        }

        boolean admits(long nowNanos) {
            return rate == null || rate.admits(nowNanos);
        }
    }

    private final Role anonymous;
    private volatile List<Holder> holders;

    /**
     * @param anonymous what a caller without a key may do
     * @param nowNanos the time, as for {@link #decide}
     */
    public Access(Role anonymous, List<ApiKey> keys, long nowNanos) {
        this.anonymous = anonymous;
        this.holders = keys.stream().map(key -> new Holder(key, nowNanos)).toList();
    }

    /** From now on these are the keys. Those that stay go on with their rate. */
    public void replaceKeys(List<ApiKey> keys, long nowNanos) {
        List<Holder> before = holders;
        holders = keys.stream()
                .map(key -> before.stream()
                        .filter(holder -> holder.key.equals(key))
                        .findFirst()
                        .orElseGet(() -> new Holder(key, nowNanos)))
                .toList();
    }

    private boolean hasAdministrator() {
        return holders.stream().anyMatch(holder -> holder.key.role().includes(Role.ADMINISTER));
    }

    /**
     * Decides about a request.
     *
     * @param needed the role that the request needs
     * @param authorization the value of its Authorization header; null if it has none
     * @param nowNanos from any origin
     */
    public Decision decide(Role needed, @Nullable String authorization, long nowNanos) {
        if (needed == Role.NONE) {
            return new Decision(null, null, false);
        }
        String sent = bearer(authorization);
        Holder holder = sent == null ? null : find(sent);
        if (sent != null && holder == null && !holders.isEmpty()) {
            return new Decision(unauthorized("The key in the Authorization header is unknown."), null, true);
        }
        String caller = holder == null ? null : holder.key.name();
        Role role = holder == null ? anonymous : holder.key.role();
        if (!role.includes(needed)) {
            return new Decision(missingRole(needed, holder), caller, false);
        }
        Problem refusal = holder == null || holder.admits(nowNanos) ? null : tooFast(holder.key);
        return new Decision(refusal, caller, false);
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).trim()
                : null;
    }

    /** Compares hashes in constant time with all keys, so that the time tells neither a key nor a part of it. */
    private @Nullable Holder find(String sent) {
        byte[] hash = Sha256.hash(sent);
        Holder found = null;
        for (Holder holder : holders) {
            if (MessageDigest.isEqual(hash, holder.hash)) {
                found = holder;
            }
        }
        return found;
    }

    private Problem missingRole(Role needed, @Nullable Holder holder) {
        if (needed == Role.ADMINISTER && !hasAdministrator()) {
            return Problem.of(
                    ProblemType.ADMIN_DISABLED,
                    "Set " + TOKEN_KEY + " in the node's configuration, or " + TOKEN_VARIABLE
                            + " in its environment, and send the header Authorization: Bearer TOKEN.");
        }
        return holder == null
                ? unauthorized("Send the header Authorization: Bearer KEY with a key that " + allows(needed) + ".")
                : Problem.of(
                        ProblemType.NOT_ALLOWED,
                        "The key " + holder.key.name() + " does not allow this: a key is needed that " + allows(needed)
                                + " (" + KEYS_KEY + ").");
    }

    private static String allows(Role role) {
        return switch (role) {
            case NONE, READ -> "allows to read";
            case ORDER -> "allows to order";
            case ADMINISTER -> "allows to administer";
        };
    }

    private static Problem unauthorized(String detail) {
        return Problem.of(ProblemType.UNAUTHORIZED, detail).withHeader("WWW-Authenticate", "Bearer realm=\"menhir\"");
    }

    private static Problem tooFast(ApiKey key) {
        return Problem.of(
                        ProblemType.TOO_MANY_REQUESTS,
                        "The key " + key.name() + " allows " + key.requestsPerSecond()
                                + " requests per second at this node. Nothing was changed: try again.")
                .retryAfterSeconds(1);
    }
}
