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
 * Typed reading of single keys. Stricter than the library: 8080.5 is no port, true is no name, and every complaint names
 * the key in full, the value, where it stands and what is allowed.
 */
final class Values {
    /** All of our keys are below this one. */
    static final String ROOT = "menhir.";

    /** Where a time may be given, or none. */
    static final String OFF = "off";

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private final Config config;

    Values(Config config) {
        this.config = config;
    }

    /** @param key without the root */
    String text(String key, Pattern pattern, String allowed) {
        String value = optionalText(key, pattern, allowed);
        if (value == null) {
            throw new SettingsException(ROOT + key + " is not set: it must be " + allowed);
        }
        return value;
    }

    /** The empty text counts as not set: a variable of the environment is often emptied rather than removed. */
    @Nullable
    String optionalText(String key, Pattern pattern, String allowed) {
        ConfigValue value = find(key);
        if (value == null || isEmptyText(value)) {
            return null;
        }
        if (!isScalar(value)
                || !pattern.matcher(String.valueOf(value.unwrapped())).matches()) {
            throw refuse(key, allowed);
        }
        return String.valueOf(value.unwrapped());
    }

    int whole(String key, int least, int most) {
        Integer value = optionalWhole(key, least, most);
        if (value == null) {
            throw new SettingsException(ROOT + key + " is not set: it must be " + between(least, most));
        }
        return value;
    }

    int whole(String key, int least, int most, int otherwise) {
        Integer value = optionalWhole(key, least, most);
        return value == null ? otherwise : value;
    }

    @Nullable
    Integer optionalWhole(String key, int least, int most) {
        String text = optionalText(key, WHOLE, between(least, most));
        if (text == null) {
            return null;
        }
        long value = Long.parseLong(text);
        if (value < least || value > most) {
            throw refuse(key, between(least, most));
        }
        return (int) value;
    }

    Duration duration(String key, Duration least, Duration most) {
        String allowed = between(least, most);
        try {
            Duration value = config.getDuration(ROOT + key);
            if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                return value;
            }
        } catch (ConfigException e) {
            // Said below, in our words.
        }
        throw refuse(key, allowed);
    }

    /** A time, or null for {@link #OFF}; {@code otherwise} if the key is not set. */
    @Nullable
    Duration optionalDuration(String key, Duration least, Duration most, String otherwise) {
        ConfigValue value = find(key);
        Config from = value == null || isEmptyText(value)
                ? config.withValue(ROOT + key, ConfigValueFactory.fromAnyRef(otherwise))
                : config;
        if (String.valueOf(from.getAnyRef(ROOT + key)).equalsIgnoreCase(OFF)) {
            return null;
        }
        String allowed = OFF + ", or " + between(least, most);
        try {
            Duration time = from.getDuration(ROOT + key);
            if (time.compareTo(least) >= 0 && time.compareTo(most) <= 0) {
                return time;
            }
        } catch (ConfigException e) {
            // Said below, in our words.
        }
        throw refuse(key, allowed);
    }

    boolean flag(String key, boolean otherwise) {
        ConfigValue value = find(key);
        if (value == null || isEmptyText(value)) {
            return otherwise;
        }
        // The environment only knows texts.
        return switch (String.valueOf(value.unwrapped()).toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw refuse(key, "true or false");
        };
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        ConfigValue value = find(key);
        return value == null || isEmptyText(value) ? otherwise : choice(key, type);
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        String allowed = names.size() == 1 ? names.get(0) : "one of " + String.join(", ", names);
        String text = text(key, Pattern.compile(".*"), allowed);
        int at = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (at < 0) {
            throw refuse(key, allowed);
        }
        return type.getEnumConstants()[at];
    }

    /** A list, or a text with commas, as an environment variable must have it; null if not set. */
    @Nullable
    List<String> optionalList(String key, String allowed) {
        ConfigValue value = find(key);
        if (value == null || isEmptyText(value)) {
            return null;
        }
        List<String> elements = new ArrayList<>();
        if (value instanceof ConfigList list) {
            for (ConfigValue element : list) {
                if (!isScalar(element)) {
                    throw refuse(key, allowed);
                }
                elements.add(String.valueOf(element.unwrapped()).strip());
            }
        } else if (isScalar(value)) {
            for (String element : String.valueOf(value.unwrapped()).split(",", -1)) {
                elements.add(element.strip());
            }
        } else {
            throw refuse(key, allowed);
        }
        return elements;
    }

    /** The complaint about a key's value. */
    SettingsException refuse(String key, String allowed) {
        ConfigValue value = find(key);
        if (value == null) {
            return SettingsException.of(ROOT + key, "not set", null, allowed);
        }
        return SettingsException.of(ROOT + key, show(value), Origin.of(value), allowed);
    }

    /** The complaint about a value that must not be shown. */
    SettingsException refuseSecret(String key, String allowed) {
        ConfigValue value = find(key);
        return SettingsException.of(ROOT + key, null, value == null ? null : Origin.of(value), allowed);
    }

    private @Nullable ConfigValue find(String key) {
        return config.hasPath(ROOT + key) ? config.getValue(ROOT + key) : null;
    }

    private static boolean isScalar(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING || value.valueType() == ConfigValueType.NUMBER;
    }

    private static boolean isEmptyText(ConfigValue value) {
        return value.unwrapped() instanceof String text && text.isBlank();
    }

    private static String show(ConfigValue value) {
        String text = value.unwrapped() instanceof String string
                ? "\"" + string + "\""
                : value.render(ConfigRenderOptions.concise());
        return text.length() <= 120 ? text : text.substring(0, 120) + "...";
    }

    private static String show(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static String between(Duration least, Duration most) {
        return "a time from " + show(least) + " to " + show(most) + ", such as \"2 s\" or \"1500 ms\"";
    }

    private static String between(int least, int most) {
        return "a whole number from " + least + " to " + most;
    }
}
