package menhir.config;

import java.util.regex.Pattern;

/** What nodes, clients, webhooks and clusters may be called. */
public enum Names {
    /** Of a node, of a client with a key, or of a webhook. */
    NODE("[a-z0-9][a-z0-9-]{0,31}", "1 to 32 lower-case letters, digits and hyphens, not starting with a hyphen"),
    CLUSTER("[a-zA-Z0-9][a-zA-Z0-9-]{0,63}", "1 to 64 letters, digits and hyphens, not starting with a hyphen");

    private final Pattern pattern;
    private final String allowed;

    Names(String regex, String allowed) {
        this.pattern = Pattern.compile(regex);
        this.allowed = allowed;
    }

    public boolean allow(String name) {
        return pattern.matcher(name).matches();
    }

    /** The allowed names, to follow "must have" or "must be". */
    public String allowed() {
        return allowed;
    }

    Pattern pattern() {
        return pattern;
    }
}
