package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;
import menhir.client.api.CanonicalApi;
import menhir.client.api.Json;
import menhir.client.http.StoreClient;
import picocli.CommandLine.Command;

/** The nodes, and each store's replicas. */
@Command(
        name = "cluster",
        description = "Shows the nodes, and each store's leader and replicas.",
        footer = {"  client cluster", "  client cluster --json"})
public final class ClusterCommand extends RemoteCommand {

    @Override
    int run(StoreClient connection) throws InterruptedException {
        JsonNode cluster = connection.session().unmeasured(CanonicalApi.cluster());
        if (options.json) {
            print(cluster);
            return ExitStatus.OK;
        }
        TextTable nodes = new TextTable("<node", "<status", "<http", "<address", ">pid", "<roles");
        for (JsonNode node : cluster.path("nodes")) {
            StringJoiner roles = new StringJoiner(" ");
            node.path("roles").forEach(role -> roles.add(role.asText()));
            nodes.row(
                    Json.shown(node, "node"),
                    Json.shown(node, "status"),
                    Json.shown(node, "http"),
                    Json.shown(node, "address"),
                    Json.shown(node, "pid"),
                    roles.toString());
        }
        nodes.print(out());
        for (JsonNode store : cluster.path("stores")) {
            out().println();
            out().println("store " + Json.shown(store, "store") + ": leader " + Json.shown(store, "leader") + ", epoch "
                    + Json.shown(store, "epoch") + ", last index " + Json.shown(store, "lastIndex") + ", released "
                    + Json.shown(store, "released"));
            TextTable replicas = new TextTable(">slot", "<node", "<state", ">last index", ">lag", ">reads");
            for (JsonNode replica : store.path("replicas")) {
                replicas.row(
                        Json.shown(replica, "slot"),
                        Json.shown(replica, "node"),
                        Json.shown(replica, "state"),
                        Json.shown(replica, "lastIndex"),
                        Json.shown(replica, "lag"),
                        Json.shown(replica, "reads"));
            }
            replicas.print(out());
        }
        out().flush();
        return ExitStatus.OK;
    }
}
