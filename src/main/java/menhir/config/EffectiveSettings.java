package menhir.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is in force and where it comes from, for an operator to read. Secrets stay secret. */
public final class EffectiveSettings {
    private static final String DERIVED = "follows from the others";
    private static final Set<String> SECRETS = Set.of("menhir.http.admin-token", "menhir.games.auth-id");

    private EffectiveSettings() {}

    /**
     * One line per key: {@code key = value  # origin}.
     *
     * @throws SettingsException if the configuration cannot be used
     */
    public static List<String> lines(Config config) {
        Map<String, String> derived = derived(Settings.from(config));
        Map<String, ConfigValue> leaves = KnownKeys.leaves(config);
        List<String> lines = new ArrayList<>();
        leaves.forEach((key, value) -> {
            if (!KnownKeys.knows(key)) {
                return;
            }
            boolean unset = value.valueType() == ConfigValueType.NULL || isBlank(value);
            String origin = Origin.of(value);
            if (SECRETS.contains(key)) {
                lines.add(unset ? key + " = null  # not set" : key + " = " + Secret.MASK + "  # " + origin);
            } else if (unset) {
                lines.add(
                        derived.containsKey(key)
                                ? key + " = " + derived.get(key) + "  # " + DERIVED
                                : key + " = null  # not set");
            } else {
                lines.add(key + " = " + value.render(ConfigRenderOptions.concise()) + "  # " + origin);
            }
        });
        return lines;
    }

    private static boolean isBlank(ConfigValue value) {
        return value.unwrapped() instanceof String text && text.isBlank();
    }

    private static Map<String, String> derived(Settings settings) {
        Map<String, String> derived = new LinkedHashMap<>();
        derived.put("menhir.node.name", "\"" + settings.node().name() + "\"");
        derived.put("menhir.node.http-port", Integer.toString(settings.node().httpPort()));
        derived.put("menhir.node.remote-port", Integer.toString(settings.node().remotePort()));
        derived.put("menhir.node.bind-host", "\"" + settings.node().bindHost() + "\"");
        derived.put("menhir.node.bind-port", Integer.toString(settings.node().bindPort()));
        derived.put("menhir.node.slots", settings.node().slots().toString());
        derived.put(
                "menhir.cluster.remote-port",
                Integer.toString(settings.node().remotePort() - settings.node().ordinal() + 1));
        derived.put(
                "menhir.cluster.seeds",
                settings.cluster().seeds().stream()
                        .map(seed -> "\"" + seed + "\"")
                        .toList()
                        .toString());
        derived.put("menhir.clock.enabled", Boolean.toString(settings.clock().enabled()));
        settings.stores().values().forEach(store -> derive(store, derived));
        return derived;
    }

    private static void derive(Settings.Store store, Map<String, String> derived) {
        String key = "menhir.stores." + store.name();
        Settings.Restock restock = store.restock();
        derived.put(key + ".reads", "\"" + store.reads().name().toLowerCase(Locale.ROOT) + "\"");
        derived.put(key + ".log-refusals", Boolean.toString(store.logRefusals()));
        derived.put(
                key + ".restock.every",
                "\"" + (restock.every() == null ? Values.OFF : restock.every().toMillis() + " ms") + "\"");
        derived.put(key + ".restock.below", Integer.toString(restock.below()));
        derived.put(key + ".restock.to", Integer.toString(restock.to()));
    }
}
