package menhir.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import menhir.backup.Origin;
import menhir.cluster.NodeRoles;
import menhir.cluster.SlotMajorityDowning;
import menhir.config.ProgramVersion;
import menhir.config.Secret;
import menhir.config.Settings;
import menhir.http.HttpSettings;
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
                .withFallback(JournalConfig.of(slots))
                .withFallback(ConfigFactory.parseResources("menhir-journal.conf"))
                .withFallback(ConfigFactory.parseResources("menhir-akka.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    /** For the HTTP side, which is in no cluster. */
    static Config httpSystem(Settings settings) {
        return ConfigFactory.parseResources("menhir-akka.conf")
                .withValue("akka.actor.provider", ConfigValueFactory.fromAnyRef("local"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    /** For the HTTP server. */
    static HttpSettings http(Settings settings) {
        Settings.Http http = settings.http();
        HttpSettings open = HttpSettings.defaults(
                        settings.node().bindHost(), settings.node().httpPort(), http.rootStore(), ProgramVersion.get())
                .withOrigin(new Origin(
                        settings.cluster().name(),
                        settings.cluster().slots(),
                        settings.node().name(),
                        ProgramVersion.get()))
                .withLimits(HttpLimits.STANDARD.withMaxConnections(http.maxConnections()));
        HttpSettings guarded = http.adminToken() == null
                ? open
                : open.withAdminToken(http.adminToken().reveal());
        Secret authId = settings.games().authId();
        return authId == null ? guarded : guarded.withAuthId(authId.reveal());
    }
}
