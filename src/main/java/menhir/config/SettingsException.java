package menhir.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting, or a file that a setting names, is invalid. The message is one line for the operator: the key or file, the
 * value, and what is allowed. There is no stack trace, because the code is not at fault.
 */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message line breaks in it become spaces */
    public SettingsException(String message) {
        super(oneLine(message), null, false, false);
    }

    /**
     * The error for one key.
     *
     * @param key the full key
     * @param value as it was set, or null to keep it out of the message
     * @param origin where it was set, or null if it was not
     * @param allowed completes the sentence "it must be ..."
     */
    static SettingsException of(String key, @Nullable String value, @Nullable String origin, String allowed) {
        String is = value == null ? "" : " is " + value;
        String setIn = origin == null ? "" : " (" + origin + ")";
        return new SettingsException(key + is + setIn + ": it must be " + allowed);
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }
}
