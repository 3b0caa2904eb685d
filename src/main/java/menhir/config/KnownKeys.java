package menhir.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import menhir.store.Names;

/** All settings: the keys with a default in the jar. Any other key is an error, since a misspelt one would have no effect. */
final class KnownKeys {
    /** Every store has the same keys as this built-in one. */
    private static final String BUILT_IN_STORE = "menhir.stores.stocks.";

    private static final Pattern ANY_STORE = Pattern.compile("menhir\\.stores\\.[^.]+\\.");

    private static final Map<String, ConfigValue> DEFAULTS =
            leaves(ConfigFactory.defaultReferenceUnresolved(KnownKeys.class.getClassLoader()));

    private KnownKeys() {}

    /**
     * Every key and its value, also null values, in the order of the keys. A list is one value.
     *
     * @throws SettingsException if menhir is not a block
     */
    static Map<String, ConfigValue> leaves(Config config) {
        ConfigValue root = config.root().get("menhir");
        if (!(root instanceof ConfigObject block)) {
            throw new SettingsException("menhir is not a block of settings: the jar's defaults are missing");
        }
        Map<String, ConfigValue> leaves = new TreeMap<>();
        collect("menhir", block, leaves);
        return new LinkedHashMap<>(leaves);
    }

    /** Whether there is a setting with this key. */
    static boolean contains(String key) {
        return DEFAULTS.containsKey(ANY_STORE.matcher(key).replaceFirst(BUILT_IN_STORE));
    }

    /** @throws SettingsException if the configuration sets a key that is not a setting */
    static void requireKnown(Config config) {
        leaves(config).forEach((key, value) -> {
            if (isBlock(key)) {
                throw new SettingsException(key + " (" + Origin.of(value) + ") is a block of settings, not a value");
            }
            Optional<String> nearest = contains(key) ? Optional.empty() : nearest(key);
            if (nearest.isPresent()) {
                throw new SettingsException(
                        key + " (" + Origin.of(value) + ") is not a setting" + Names.question(nearest));
            }
            // System properties below menhir. may belong to others, such as the build.
            if (!contains(key) && !Origin.isSystemProperty(value)) {
                throw new SettingsException(key + " (" + Origin.of(value) + ") is not a setting; the settings are "
                        + String.join(", ", DEFAULTS.keySet()));
            }
        });
    }

    /** What a misspelt key probably means. A store's key is compared with those of a built-in store. */
    private static Optional<String> nearest(String key) {
        Matcher store = ANY_STORE.matcher(key);
        return store.lookingAt()
                ? Names.nearest(BUILT_IN_STORE + key.substring(store.end()), DEFAULTS.keySet())
                        .map(best -> store.group() + best.substring(BUILT_IN_STORE.length()))
                : Names.nearest(key, DEFAULTS.keySet());
    }

    private static boolean isBlock(String key) {
        return DEFAULTS.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
    }

    private static void collect(String path, ConfigObject block, Map<String, ConfigValue> leaves) {
        block.forEach((name, value) -> {
            String key = path + "." + ConfigUtil.joinPath(name);
            if (value.valueType() == ConfigValueType.OBJECT) {
                collect(key, (ConfigObject) value, leaves);
            } else {
                leaves.put(key, value);
            }
        });
    }
}
