package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;
import menhir.client.api.CanonicalApi;
import menhir.client.http.NoServerException;
import menhir.client.run.StoreClient;
import menhir.client.terminal.TextTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the nodes and the replicas, once or every second. */
@Command(
        name = "cluster",
        description = "Shows the nodes, and each store's leader and replicas.",
        footer = {"  client cluster", "  client cluster --watch", "  client cluster --json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ClusterCommand extends RemoteCommand {
    private static final long VIEW_EVERY_MILLIS = 1_000;
    private static final long OLD_MILLIS = 500;

    /** Moves the cursor of a terminal to the first line, and clears the screen. */
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Option(names = "--watch", description = "Show them anew every second, until this is interrupted.")
    boolean watch;

    @Option(names = "--views", paramLabel = "N", description = "With --watch: exit after N views. Default: no limit.")
    @Nullable
    Long views;

    @Override
    int run(StoreClient client) throws InterruptedException {
        if (views != null && !watch) {
            throw options.usageError("--views needs --watch");
        }
        if (!watch) {
            show(client.send(CanonicalApi.cluster()));
            return ExitStatus.OK;
        }
        long count = views == null ? Long.MAX_VALUE : views;
        options.require("--views", count, 1, Long.MAX_VALUE);
        for (long shown = 0; shown < count; shown++) {
            if (shown > 0) {
                Thread.sleep(VIEW_EVERY_MILLIS);
            }
            showNext(client);
        }
        return ExitStatus.OK;
    }

    /** Servers may be down for a while. */
    @SuppressWarnings("SystemConsoleNull") // from Java 22 on, a file gets the codes of a terminal too
    private void showNext(StoreClient client) throws InterruptedException {
        try {
            JsonNode cluster = client.send(CanonicalApi.cluster());
            if (System.console() != null && !options.json) {
                out().print(CLEAR);
            }
            show(cluster);
        } catch (NoServerException unanswered) {
            warn(String.valueOf(unanswered.getMessage()));
        }
    }

    /** A view is older when nodes do not answer. */
    private static String age(JsonNode store) {
        long millis = store.path("ageMillis").asLong();
        return millis < OLD_MILLIS ? "" : ", as of " + millis + " ms ago";
    }

    private void show(JsonNode cluster) {
        if (options.json) {
            print(cluster);
            return;
        }
        TextTable nodes = new TextTable("<node", "<status", "<since", "<http", "<address", ">pid", "<roles");
        for (JsonNode node : cluster.path("nodes")) {
            StringJoiner roles = new StringJoiner(" ");
            node.path("roles").forEach(role -> roles.add(role.asText()));
            nodes.row(
                    text(node, "node"),
                    text(node, "status"),
                    text(node, "since"),
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
                    + text(store, "released") + age(store));
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
    }
}
