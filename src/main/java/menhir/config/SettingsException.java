package menhir.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting, or a file that a setting names, cannot be used. The message is one line for the operator: what, its value,
 * what is allowed. It carries no stack trace: it is an answer, not a fault.
 */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(oneLine(message), null, false, false);
    }

    /**
     * @param key the key's full name
     * @param value as it was given, or null to keep it out of the message (it is a secret, or there is none)
     * @param origin where it was given, or null
     * @param allowed completes the sentence "it must be ..."
     */
    static SettingsException of(String key, @Nullable String value, @Nullable String origin, String allowed) {
        String shown = value == null ? "" : " is " + value;
        String from = origin == null ? "" : " (" + origin + ")";
        return new SettingsException(key + shown + from + ": it must be " + allowed);
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }
}
