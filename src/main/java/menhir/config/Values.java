package menhir.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads single keys, typed and checked. Stricter than the library, which takes 8080.5 for a port and true for a name. Each
 * error names the full key, its value, where the value was set and what is allowed; docs/operating.md shows the same texts.
 *
 * <p>All keys are given without the root {@code menhir.} An empty text counts as not set, because an environment variable
 * is often emptied instead of removed.
 */
final class Values {
    /** The block of all settings. */
    static final String ROOT = "menhir.";

    /** The value of a duration that can be turned off. */
    static final String OFF = "off";

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern ANY = Pattern.compile("(?s).*");
    private static final int MAX_SHOWN_LENGTH = 120;

    private final Config config;

    Values(Config config) {
        this.config = config;
    }

    String text(String key, Pattern pattern, String allowed) {
        return require(key, optionalText(key, pattern, allowed), allowed);
    }

    @Nullable
    String optionalText(String key, Pattern pattern, String allowed) {
        ConfigValue value = find(key);
        if (value == null) {
            return null;
        }
        if (!isScalar(value)
                || !pattern.matcher(String.valueOf(value.unwrapped())).matches()) {
            throw invalid(key, allowed);
        }
        return String.valueOf(value.unwrapped());
    }

    /** A text that errors do not show. The key must be one of {@link Secret#KEYS}. */
    @Nullable
    Secret optionalSecret(String key, Pattern pattern, String allowed) {
        if (!Secret.KEYS.contains(ROOT + key)) {
            throw new IllegalArgumentException(ROOT + key + " is not declared as a secret");
        }
        String text = optionalText(key, pattern, allowed);
        return text == null ? null : new Secret(text);
    }

    int wholeNumber(String key, int min, int max) {
        return wholeNumber(key, min, max, between(min, max));
    }

    int wholeNumber(String key, int min, int max, String allowed) {
        return require(key, optionalWholeNumber(key, min, max, allowed), allowed);
    }

    int wholeNumberOrElse(String key, int min, int max, int defaultValue) {
        return wholeNumberOrElse(key, min, max, between(min, max), defaultValue);
    }

    int wholeNumberOrElse(String key, int min, int max, String allowed, int defaultValue) {
        Integer value = optionalWholeNumber(key, min, max, allowed);
        return value == null ? defaultValue : value;
    }

    @Nullable
    Integer optionalWholeNumber(String key, int min, int max) {
        return optionalWholeNumber(key, min, max, between(min, max));
    }

    @Nullable
    Integer optionalWholeNumber(String key, int min, int max, String allowed) {
        String text = optionalText(key, WHOLE_NUMBER, allowed);
        if (text == null) {
            return null;
        }
        long value = Long.parseLong(text);
        if (value < min || value > max) {
            throw invalid(key, allowed);
        }
        return (int) value;
    }

    Duration duration(String key, Duration min, Duration max) {
        return duration(config, key, min, max, between(min, max));
    }

    /**
     * A duration, or null for {@link #OFF}.
     *
     * @param defaultValue as it would be written, for a key that is not set
     */
    @Nullable
    Duration durationOrOff(String key, Duration min, Duration max, String defaultValue) {
        ConfigValue value = find(key);
        Config source =
                value == null ? config.withValue(ROOT + key, ConfigValueFactory.fromAnyRef(defaultValue)) : config;
        if (String.valueOf(source.getAnyRef(ROOT + key)).equalsIgnoreCase(OFF)) {
            return null;
        }
        return duration(source, key, min, max, OFF + ", or " + between(min, max));
    }

    private Duration duration(Config source, String key, Duration min, Duration max, String allowed) {
        try {
            Duration value = source.getDuration(ROOT + key);
            if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
                return value;
            }
        } catch (ConfigException e) {
            // The library's message does not say which durations are allowed.
        }
        throw invalid(key, allowed);
    }

    boolean flag(String key, boolean defaultValue) {
        ConfigValue value = find(key);
        if (value == null) {
            return defaultValue;
        }
        // A value from the environment is a text.
        return switch (String.valueOf(value.unwrapped()).toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw invalid(key, "true or false");
        };
    }

    <E extends Enum<E>> E choiceOrElse(String key, Class<E> type, E defaultValue) {
        return find(key) == null ? defaultValue : choice(key, type);
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        String allowed = "one of " + String.join(", ", names);
        int index = names.indexOf(text(key, ANY, allowed).toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw invalid(key, allowed);
        }
        return type.getEnumConstants()[index];
    }

    /** A list, or a text with commas, as the environment has it; null if not set. */
    @Nullable
    List<String> optionalList(String key, String allowed) {
        ConfigValue value = find(key);
        if (value == null) {
            return null;
        }
        List<String> elements = new ArrayList<>();
        if (value instanceof ConfigList list) {
            for (ConfigValue element : list) {
                if (!isScalar(element)) {
                    throw invalid(key, allowed);
                }
                elements.add(String.valueOf(element.unwrapped()).strip());
            }
        } else if (isScalar(value)) {
            for (String element : String.valueOf(value.unwrapped()).split(",", -1)) {
                elements.add(element.strip());
            }
        } else {
            throw invalid(key, allowed);
        }
        return elements;
    }

    /** The error for a key's value, which it shows unless it is a secret. */
    SettingsException invalid(String key, String allowed) {
        ConfigValue value = find(key);
        String shown = value == null ? "not set" : Secret.KEYS.contains(ROOT + key) ? null : show(value);
        return SettingsException.of(ROOT + key, shown, value == null ? null : Origin.of(value), allowed);
    }

    /** As an operator would write it: in the largest unit, up to hours, that gives a whole number. */
    static String show(Duration duration) {
        long millis = duration.toMillis();
        if (millis != 0 && millis % 3_600_000 == 0) {
            return millis / 3_600_000 + " h";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }

    /** Whether a value counts as not set. */
    static boolean isUnset(ConfigValue value) {
        return value.valueType() == ConfigValueType.NULL
                || (value.unwrapped() instanceof String text && text.isBlank());
    }

    private <T> T require(String key, @Nullable T value, String allowed) {
        if (value == null) {
            throw invalid(key, allowed);
        }
        return value;
    }

    private @Nullable ConfigValue find(String key) {
        if (!config.hasPath(ROOT + key)) {
            return null;
        }
        ConfigValue value = config.getValue(ROOT + key);
        return isUnset(value) ? null : value;
    }

    private static boolean isScalar(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING || value.valueType() == ConfigValueType.NUMBER;
    }

    private static String show(ConfigValue value) {
        String text = value.unwrapped() instanceof String string
                ? "\"" + string + "\""
                : value.render(ConfigRenderOptions.concise());
        return text.length() <= MAX_SHOWN_LENGTH ? text : text.substring(0, MAX_SHOWN_LENGTH) + "...";
    }

    private static String between(Duration min, Duration max) {
        return "a duration from " + show(min) + " to " + show(max);
    }

    private static String between(int min, int max) {
        return "a whole number from " + min + " to " + max;
    }
}
