package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;
import menhir.client.api.CanonicalApi;
import menhir.client.run.StoreClient;
import menhir.client.terminal.TextTable;
import picocli.CommandLine.Command;

/** Shows the nodes and the replicas. */
@Command(
        name = "cluster",
        description = "Shows the nodes, and each store's leader and replicas.",
        footer = {"  client cluster", "  client cluster --json"})
public final class ClusterCommand extends RemoteCommand {

    @Override
    int run(StoreClient client) throws InterruptedException {
        JsonNode cluster = client.send(CanonicalApi.cluster());
        if (options.json) {
            print(cluster);
            return ExitStatus.OK;
        }
        TextTable nodes = new TextTable("<node", "<status", "<http", "<address", ">pid", "<roles");
        for (JsonNode node : cluster.path("nodes")) {
            StringJoiner roles = new StringJoiner(" ");
            node.path("roles").forEach(role -> roles.add(role.asText()));
            nodes.row(
                    text(node, "node"),
                    text(node, "status"),
                    text(node, "http"),
                    text(node, "address"),
                    text(node, "pid"),
                    roles.toString());
        }
        print(nodes);
        for (JsonNode store : cluster.path("stores")) {
            print("");
            print("store " + text(store, "store") + ": leader " + text(store, "leader") + ", epoch "
                    + text(store, "epoch") + ", last index " + text(store, "lastIndex") + ", released "
                    + text(store, "released"));
            TextTable replicas = new TextTable(">slot", "<node", "<state", ">last index", ">lag", ">reads");
            for (JsonNode replica : store.path("replicas")) {
                replicas.row(
                        text(replica, "slot"),
                        text(replica, "node"),
                        text(replica, "state"),
                        text(replica, "lastIndex"),
                        text(replica, "lag"),
                        text(replica, "reads"));
            }
            print(replicas);
        }
        return ExitStatus.OK;
    }
}
