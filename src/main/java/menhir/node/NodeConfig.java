package menhir.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import menhir.cluster.NodeRoles;
import menhir.config.Secret;
import menhir.config.Settings;
import menhir.games.Games;
import menhir.http.api.ScoreAuthorization;
import menhir.http.server.HttpSettings;
import menhir.journal.JournalConfig;
import menhir.journal.SlotDatabase;

/**
 * The configurations of Akka and of the HTTP server, derived from the node's settings. The constant part is in
 * menhir-akka.conf.
 */
final class NodeConfig {
    private NodeConfig() {}

    /** Configuration of a session in the cluster. */
    static Config cluster(Settings settings, List<SlotDatabase> slots) {
        Settings.Node node = settings.node();
        Map<String, Object> own = Map.of(
                "akka.remote.artery.canonical.hostname", node.host(),
                "akka.remote.artery.canonical.port", node.remotePort(),
                "akka.remote.artery.bind.hostname", node.bindHost(),
                "akka.remote.artery.bind.port", node.bindPort(),
                "akka.cluster.roles", List.copyOf(NodeRoles.of(node).toRoles()));
        return ConfigFactory.parseMap(own, "the node's settings")
                .withFallback(JournalConfig.of(slots))
                .withFallback(ConfigFactory.parseResources("menhir-journal.conf"))
                .withFallback(ConfigFactory.parseResources("menhir-akka.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    /** Configuration of the actor system of the HTTP server, which is in no cluster. */
    static Config httpSystem(Settings settings) {
        return ConfigFactory.parseResources("menhir-akka.conf")
                .withValue("akka.actor.provider", ConfigValueFactory.fromAnyRef("local"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    /** Settings of the HTTP server. */
    static HttpSettings http(Settings settings) {
        Settings.Http http = settings.http();
        HttpSettings server = HttpSettings.defaults(
                        settings.node().bindHost(), settings.node().httpPort(), http.rootStore(), version())
                .withMaxConnections(http.maxConnections());
        return http.adminToken() == null
                ? server
                : server.withAdminToken(http.adminToken().reveal());
    }

    /** The games with the id that authorises score changes. */
    static ScoreAuthorization games(Settings settings, Games games) {
        Secret id = settings.games().authId();
        return new ScoreAuthorization(games, id == null ? null : id.reveal());
    }

    private static String version() {
        String version = NodeConfig.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }
}
