package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import menhir.testkit.CommandResult;
import menhir.testkit.MixedLoad;
import menhir.testkit.PostgresProcess;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes whose slots are schemas of one PostgreSQL server. Nodes are killed and move; the server is killed. */
class PostgresIT {
    @TempDir
    Path folder;

    @Test
    void shouldKeepAcknowledgedOrdersWhenNodesAndTheirServerAreKilled() throws Exception {
        try (PostgresProcess server = PostgresProcess.start();
                TestCluster cluster = TestCluster.ofThree(settings(server.newDatabase()))) {
            cluster.start();
            cluster.awaitReady();
            try (MixedLoad load = MixedLoad.on(cluster)) {
                load.awaitAcknowledged(50);

                TestNode leader = cluster.awaitLeader();
                leader.kill9();
                load.awaitAcknowledged(30);
                move(cluster, leader);
                load.awaitAcknowledged(30);

                server.kill9();
                for (TestNode node : cluster.nodes()) {
                    TestCluster.until(node + " says that its database is away", () -> databaseIsAway(node));
                }
                server.restart();
                load.awaitAcknowledged(50);
            }
            cluster.verify();
            for (TestNode node : cluster.nodes()) {
                assertThat(node.linesSinceStart())
                        .noneMatch(line -> line.startsWith("\tat ") || line.contains(PostgresProcess.PASSWORD));
                assertThat(node.linesSinceStart()).anyMatch(line -> line.contains("without its server"));
            }
            moveTheData(cluster);
        }
    }

    /** From the server to files and back to the server, the log stays the same. */
    private void moveTheData(TestCluster cluster) throws IOException {
        TestNode node = cluster.node(1);
        String backup = folder.resolve("stocks.menhir").toString();
        String line = succeeds(node.run("backup", "-s", node.address(), "--store", "stocks", "--file", backup));
        String log =
                line.substring(line.indexOf("stocks, ") + "stocks, ".length()).strip();
        assertThat(log).contains(" orders, ", "digest ");
        assertThat(node.run("verify", "schema:menhir_slot_1").out()).contains("stop the node first");
        cluster.nodes().forEach(TestNode::kill9);
        assertThat(succeeds(node.run("verify", "schema:menhir_slot_1"))).contains("stocks in slot 1 of cluster menhir");

        Map<String, String> files = Map.of(
                "MENHIR_CLUSTER_NAME", "on-files",
                "MENHIR_DATABASE_KIND", "h2",
                "MENHIR_DATABASE_URL", "",
                "MENHIR_DATA_DIR", folder.toString());
        String slot = folder.resolve("node-1").resolve("slot-1").toString();
        assertThat(succeeds(node.run(files, "restore", "--file", backup, "--new", "books,toys,games")))
                .contains(slot + ": stocks in slot 1 of cluster on-files: " + log);
        assertThat(succeeds(node.run(files, "verify", slot))).contains(log);

        String recovered = folder.resolve("recovered").toString();
        succeeds(node.run(files, "recover", slot, "--dir", recovered, "--accept-loss"));
        Map<String, String> back = Map.of("MENHIR_CLUSTER_NAME", "back");
        String[] restore = {"restore", "--file", recovered + "/stocks.menhir", "--new", "books,toys,games"};
        assertThat(succeeds(node.run(back, restore)))
                .contains("schema back_slot_1")
                .contains(log);
        assertThat(node.run(back, restore).err()).contains("schema back_slot_1").contains("is not empty");
        assertThat(succeeds(node.run(back, "verify", "schema:back_slot_1")))
                .contains("stocks in slot 1 of cluster back, member: " + log);
    }

    private static String succeeds(CommandResult result) {
        assertThat(result.status()).as(result.toString()).isZero();
        return result.out();
    }

    private static Map<String, String> settings(String url) {
        return Map.of(
                "MENHIR_DATABASE_KIND",
                "postgresql",
                "MENHIR_DATABASE_URL",
                url,
                "MENHIR_DATABASE_PASSWORD",
                PostgresProcess.PASSWORD);
    }

    /** Nothing of the node stays on its machine. While it runs again, a second one with its slot is refused. */
    private static void move(TestCluster cluster, TestNode node) throws IOException {
        node.deleteData();
        node.start();
        TestCluster.until(
                node + " is a member", () -> cluster.replicaState(node).equals("member"));
        assertThat(node.linesSinceStart())
                .noneMatch(line -> line.contains("blank"))
                .anyMatch(line -> line.contains("start 2 of the slot"));
        int port = TestCluster.freePorts(2);
        CommandResult second = node.runSecondProcess(Map.of(
                "MENHIR_NODE_HTTP_PORT",
                Integer.toString(port),
                "MENHIR_NODE_REMOTE_PORT",
                Integer.toString(port + 1)));
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err())
                .startsWith("menhir: slot " + node.number() + " in schema menhir_slot_" + node.number())
                .contains("another process has it open")
                .hasLineCount(1);
    }

    private static boolean databaseIsAway(TestNode node) throws IOException, InterruptedException {
        for (JsonNode store : node.api().json("/v1/cluster").path("stores")) {
            JsonNode replica = store.path("replicas").path(node.number() - 1);
            if (!replica.path("state").asText().equals("failed")
                    || !replica.path("failure").asText().startsWith("its database is away: ")) {
                return false;
            }
        }
        return true;
    }
}
