package menhir.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import menhir.backup.Origin;
import menhir.cluster.NodeRoles;
import menhir.cluster.SlotMajorityDowning;
import menhir.config.ProgramVersion;
import menhir.config.Secret;
import menhir.config.Settings;
import menhir.http.HttpSettings;
import menhir.http.access.ApiKey;
import menhir.http.access.Role;
import menhir.http.access.SitePolicy;
import menhir.http.server.HttpLimits;
import menhir.journal.JournalConfig;
import menhir.journal.SlotDatabase;

/** What Akka is told, made from the node's settings. The fixed part is in menhir-akka.conf, in the jar. */
final class NodeConfig {
    private NodeConfig() {}

    /** For the cluster side. */
    static Config cluster(Settings settings, List<SlotDatabase> slots) {
        Settings.Node node = settings.node();
        Map<String, Object> own = Map.of(
                "akka.remote.artery.canonical.hostname",
                node.host(),
                "akka.remote.artery.canonical.port",
                node.remotePort(),
                "akka.remote.artery.bind.hostname",
                node.bindHost(),
                "akka.remote.artery.bind.port",
                node.bindPort(),
                SlotMajorityDowning.SLOTS,
                settings.cluster().slots(),
                "akka.cluster.roles",
                List.copyOf(NodeRoles.of(node).toRoles()));
        return ConfigFactory.parseMap(own, "the node's settings")
                .withFallback(transport(settings.cluster()))
                .withFallback(JournalConfig.of(slots))
                .withFallback(ConfigFactory.parseResources("menhir-journal.conf"))
                .withFallback(ConfigFactory.parseResources("menhir-akka.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    private static Role role(Settings.Permission permission) {
        return switch (permission) {
            case NONE -> Role.NONE;
            case READ -> Role.READ;
            case ORDER -> Role.ORDER;
            case ADMINISTER -> Role.ADMINISTER;
        };
    }

    private static SitePolicy sites(Settings settings) {
        Settings.Http http = settings.http();
        Set<String> hosts = new HashSet<>(http.hosts());
        hosts.add(settings.node().host().toLowerCase(Locale.ROOT));
        return new SitePolicy(hosts, http.origins());
    }

    /** How nodes talk to each other: encrypted, by what {@link NodeSslEngines} gives, or not. */
    private static Config transport(Settings.Cluster cluster) {
        String transport = cluster.certificate() == null ? "tcp" : "tls-tcp";
        return ConfigFactory.parseMap(Map.of("akka.remote.artery.transport", transport));
    }

    /** For the HTTP side, which is in no cluster. */
    static Config httpSystem(Settings settings) {
        return ConfigFactory.parseResources("menhir-akka.conf")
                .withValue("akka.actor.provider", ConfigValueFactory.fromAnyRef("local"))
                // Its timers are deadlines of seconds.
                .withValue("akka.scheduler.tick-duration", ConfigValueFactory.fromAnyRef("100 ms"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    /** For the HTTP server, without keys. */
    static HttpSettings http(Settings settings) {
        Settings.Http http = settings.http();
        HttpSettings open = HttpSettings.defaults(
                        settings.node().bindHost(), settings.node().httpPort(), http.rootStore(), ProgramVersion.get())
                .withOrigin(new Origin(
                        settings.cluster().name(),
                        settings.cluster().slots(),
                        settings.node().name(),
                        ProgramVersion.get()))
                .withAnonymous(role(http.anonymous()))
                .withSites(sites(settings))
                .withDialects(http.dialects())
                .withLimits(HttpLimits.STANDARD.withMaxConnections(http.maxConnections()));
        Secret authId = settings.games().authId();
        return authId == null ? open : open.withAuthId(authId.reveal());
    }

    /**
     * The keys of all callers.
     *
     * @param more those of the file
     */
    static List<ApiKey> keys(Settings.Http http, List<Settings.Key> more) {
        List<ApiKey> keys = new ArrayList<>();
        if (http.adminToken() != null) {
            keys.add(ApiKey.administrator(http.adminToken().reveal()));
        }
        Stream.concat(http.keys().stream(), more.stream())
                .map(key -> new ApiKey(key.name(), role(key.permission()), key.sha256(), key.requestsPerSecond()))
                .forEach(keys::add);
        return keys;
    }
}
