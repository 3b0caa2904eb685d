package menhir.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The effective settings of a node and where each was set, for an operator. Secrets are masked. */
public final class EffectiveSettings {
    private EffectiveSettings() {}

    /**
     * One line per key, {@code key = value  # origin}, in the order of the keys.
     *
     * @throws SettingsException if a setting is invalid
     */
    public static List<String> lines(Config config) {
        Settings settings = Settings.from(config);
        int firstRemotePort = new NodeReader(new Values(config)).firstRemotePort();
        Map<String, String> derived = derived(settings, firstRemotePort);
        List<String> lines = new ArrayList<>();
        KnownKeys.leaves(config).forEach((key, value) -> {
            // A system property below menhir. that is not a setting is not an error, see KnownKeys.
            if (KnownKeys.contains(key)) {
                lines.add(key + " = " + valueAndOrigin(key, value, derived));
            }
        });
        return lines;
    }

    private static String valueAndOrigin(String key, ConfigValue value, Map<String, String> derived) {
        if (!Values.isUnset(value)) {
            String shown = Secret.KEYS.contains(key) ? Secret.MASK : value.render(ConfigRenderOptions.concise());
            return shown + "  # " + Origin.of(value);
        }
        String shown = derived.get(key);
        return shown == null ? "null  # not set" : shown + "  # derived from other settings";
    }

    /** Values of the keys whose default follows from other settings. */
    private static Map<String, String> derived(Settings settings, int firstRemotePort) {
        Settings.Node node = settings.node();
        Map<String, String> derived = new LinkedHashMap<>();
        derived.put("menhir.node.name", quoted(node.name()));
        derived.put("menhir.node.http-port", Integer.toString(node.httpPort()));
        derived.put("menhir.node.remote-port", Integer.toString(node.remotePort()));
        derived.put("menhir.node.bind-host", quoted(node.bindHost()));
        derived.put("menhir.node.bind-port", Integer.toString(node.bindPort()));
        derived.put("menhir.node.slots", node.slots().toString());
        derived.put("menhir.cluster.remote-port", Integer.toString(firstRemotePort));
        derived.put(
                "menhir.cluster.seeds",
                settings.cluster().seeds().stream()
                        .map(seed -> quoted(seed.toString()))
                        .toList()
                        .toString());
        Path certificate = settings.cluster().certificate();
        if (certificate != null) {
            derived.put("menhir.cluster.certificate", quoted(certificate.toString()));
        }
        Settings.Postgresql postgresql = settings.database().postgresql();
        if (postgresql != null) {
            derived.put("menhir.database.schema", quoted(postgresql.schema()));
        }
        derived.put(
                "menhir.http.anonymous",
                quoted(settings.http().anonymous().name().toLowerCase(Locale.ROOT)));
        derived.put("menhir.clock.enabled", Boolean.toString(settings.clock().enabled()));
        settings.stores().values().forEach(store -> addDerived(store, derived));
        return derived;
    }

    private static void addDerived(Settings.Store store, Map<String, String> derived) {
        String key = "menhir.stores." + store.name();
        Settings.Restock restock = store.restock();
        derived.put(key + ".home", Integer.toString(store.home()));
        derived.put(key + ".reads", quoted(store.reads().name().toLowerCase(Locale.ROOT)));
        derived.put(key + ".log-rejections", Boolean.toString(store.logRejections()));
        derived.put(
                key + ".restock.every", quoted(restock.every() == null ? Values.OFF : Values.show(restock.every())));
        derived.put(key + ".restock.below", Integer.toString(restock.below()));
        derived.put(key + ".restock.to", Integer.toString(restock.to()));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
