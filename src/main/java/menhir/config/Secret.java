package menhir.config;

import java.util.Set;

/** A setting that is never printed. Code that needs its text calls {@link #reveal()}. */
public final class Secret {
    /** Full keys of all secrets: errors and {@link EffectiveSettings} do not show their values. */
    static final Set<String> KEYS =
            Set.of("menhir.http.admin-token", "menhir.games.auth-id", "menhir.database.password");

    /** Shown in place of a secret. */
    static final String MASK = "********";

    private final String text;

    Secret(String text) {
        this.text = text;
    }

    /** The text itself: not for logs or messages. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
