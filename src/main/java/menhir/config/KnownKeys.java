package menhir.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The keys that there are: those with a default in the jar. A misspelt key would otherwise be a setting without effect. */
final class KnownKeys {
    /** Every store has the same keys, so that the built-in one's stand for all. */
    private static final Pattern STORE = Pattern.compile("menhir\\.stores\\.[^.]+\\.");

    private static final String BUILT_IN_STORE = "menhir.stores.stocks.";

    private static final Map<String, ConfigValue> DEFAULTS =
            leaves(ConfigFactory.defaultReferenceUnresolved(KnownKeys.class.getClassLoader()));

    private KnownKeys() {}

    /**
     * Every key and its value, also those without one, in the order of their names. A list is a value.
     *
     * @throws SettingsException if menhir is no block
     */
    static Map<String, ConfigValue> leaves(Config config) {
        ConfigValue root = config.root().get("menhir");
        if (!(root instanceof ConfigObject block)) {
            throw new SettingsException("menhir is not set, or no block: the jar's defaults are missing");
        }
        Map<String, ConfigValue> leaves = new TreeMap<>();
        collect("menhir", block, leaves);
        return new LinkedHashMap<>(leaves);
    }

    /** Whether there is such a setting. */
    static boolean knows(String key) {
        return DEFAULTS.containsKey(STORE.matcher(key).replaceFirst(BUILT_IN_STORE));
    }

    static void refuseOthers(Config config) {
        leaves(config).forEach((key, value) -> {
            if (isBlock(key)) {
                throw new SettingsException(key + " (" + Origin.of(value) + ") is a block of settings, not a value");
            }
            if (!knows(key) && !Origin.isSystemProperty(value)) {
                throw new SettingsException(key + " (" + Origin.of(value) + ") is not a setting; these are: "
                        + String.join(", ", DEFAULTS.keySet()));
            }
        });
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
