package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import menhir.chaos.check.History;
import menhir.chaos.check.History.Acknowledged;
import menhir.chaos.check.History.Ordered;
import menhir.chaos.check.OrderRequest;
import menhir.chaos.check.StoreLog;
import menhir.chaos.load.LogReader;
import menhir.experiment.lab.NodeApi;
import menhir.testkit.CommandResult;
import menhir.testkit.MixedLoad;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A cluster is lost, and another one is made from backups, or from what one disk has. */
@ExtendWith(SharedCluster.class)
class BackupIT {
    private static final List<String> STORES = List.of("stocks", "books", "toys", "games");
    private static final Map<String, String> NEW_NAME = Map.of("MENHIR_CLUSTER_NAME", "restored");

    @TempDir
    Path folder;

    @Test
    void shouldRestoreAllThatWasAcknowledgedBeforeTheBackup(TestCluster lost) throws Exception {
        TestNode follower = lost.others(lost.awaitLeader()).get(0);
        long began;
        try (MixedLoad load = MixedLoad.on(lost)) {
            load.awaitAcknowledged(50);
            began = System.nanoTime();
            for (String store : STORES) {
                succeeds(follower.run(
                        "backup",
                        "-s",
                        follower.address(),
                        "--store",
                        store,
                        "--file",
                        file(store).toString()));
            }
            load.awaitAcknowledged(20);
        }
        CommandResult running = follower.run("verify", follower.dataFolder().toString());
        assertThat(running.status()).isEqualTo(1);
        assertThat(running.out()).contains("stop the node first").hasLineCount(1);
        assertThat(succeeds(follower.run("verify", file("stocks").toString()))).contains("backup of stocks");
        lost.nodes().forEach(TestNode::kill9);
        assertThat(succeeds(follower.run("verify", follower.dataFolder().toString()))
                        .lines())
                .hasSize(STORES.size())
                .allMatch(line -> line.contains("member"));
        assertRefusals(lost, follower);

        try (TestCluster restored = TestCluster.ofThree(NEW_NAME)) {
            succeeds(restored.node(1).run(restore()));
            succeeds(restored.node(2).run(restore()));
            assertThat(fails(restored.node(1).run(restore()))).contains("not empty");
            restored.start();
            restored.awaitSameLogs();
            for (String store : STORES) {
                restored.awaitSameLogs(store);
            }
            assertHolds(restored, acknowledged(lost.history(), began));
            assertContinues(restored, acknowledged(lost.history(), began));
        }
    }

    @Test
    void shouldRecoverFromTheOnlyDiskThatIsLeft(TestCluster lost) throws Exception {
        try (MixedLoad load = MixedLoad.on(lost)) {
            load.awaitAcknowledged(30);
        }
        lost.awaitSameLogs();
        long now = System.nanoTime();
        lost.nodes().forEach(TestNode::kill9);
        TestNode left = lost.node(3);
        String survivor = left.dataFolder().toString();

        assertThat(fails(left.run("recover", survivor, "--dir", folder.toString())))
                .contains("nothing was written", "--accept-loss");
        assertThat(folder).isEmptyDirectory();
        assertThat(succeeds(left.run("recover", survivor, "--dir", folder.toString(), "--accept-loss")))
                .contains("FORCED");

        try (TestCluster restored = TestCluster.ofThree(NEW_NAME)) {
            for (TestNode node : restored.nodes()) {
                succeeds(node.run(restore()));
            }
            restored.start();
            restored.awaitSameLogs();
            assertHolds(restored, acknowledged(lost.history(), now));
            assertContinues(restored, acknowledged(lost.history(), now));
            // A disk of the lost cluster is refused by a node of the new one.
            restored.node(1).kill9();
            left.copyDataTo(folder.resolve("old"));
            restored.node(3).kill9();
            restored.node(3).replaceDataBy(folder.resolve("old"));
            CommandResult refused = restored.node(3).run("node");
            assertThat(fails(refused)).contains("belongs to slot 3 of cluster menhir");
        }
    }

    private Path file(String store) {
        return folder.resolve(store + ".menhir");
    }

    private String[] restore() {
        return Stream.concat(
                        Stream.of("restore"),
                        STORES.stream()
                                .flatMap(
                                        store -> Stream.of("--file", file(store).toString())))
                .toArray(String[]::new);
    }

    private void assertRefusals(TestCluster lost, TestNode node) throws IOException {
        assertThat(fails(node.run(restore()))).contains("is of the cluster menhir: give the new cluster a name");
        try (TestCluster other = TestCluster.ofThree(NEW_NAME)) {
            TestNode target = other.node(1);
            assertThat(fails(target.run("restore", "--file", file("stocks").toString())))
                    .contains("no backup of books, games, toys");
            assertThat(fails(target.run(
                            "restore",
                            "--file",
                            file("toys").toString(),
                            "--file",
                            file("toys").toString())))
                    .contains("both of the store toys");
            Path garbage = Files.writeString(folder.resolve("garbage"), "no backup");
            assertThat(fails(target.run("restore", "--file", garbage.toString())))
                    .contains("not a backup");
            assertThat(target.dataFolder()).doesNotExist();
        }
        assertThat(lost.live()).isEmpty();
    }

    private static Map<Long, Ordered> acknowledged(History history, long until) {
        Map<Long, Ordered> orders = new TreeMap<>();
        for (History.Event event : history.events()) {
            if (event instanceof Ordered ordered
                    && ordered.outcome() instanceof Acknowledged done
                    && ordered.answered() - until < 0) {
                orders.put(done.number(), ordered);
            }
        }
        assertThat(orders).isNotEmpty();
        return orders;
    }

    private static void assertHolds(TestCluster cluster, Map<Long, Ordered> acknowledged) throws Exception {
        Map<Long, StoreLog.Placed> placed = new TreeMap<>();
        LogReader.read(cluster.node(1).api(), TestCluster.STORE)
                .orders()
                .forEach(order -> placed.put(order.number(), order));
        List<Long> wrong = new ArrayList<>();
        acknowledged.forEach((number, ordered) -> {
            StoreLog.Placed order = placed.get(number);
            if (order == null || !order.lines().equals(ordered.request().lines())) {
                wrong.add(number);
            }
        });
        assertThat(wrong).as("orders that are lost or another").isEmpty();
    }

    /** New orders continue the numbers, and an old key gets its old result. */
    private static void assertContinues(TestCluster cluster, Map<Long, Ordered> acknowledged)
            throws IOException, InterruptedException {
        NodeApi api = cluster.node(2).api();
        Ordered last = List.copyOf(acknowledged.values()).get(acknowledged.size() - 1);
        JsonNode again = order(api, last.request()).body();
        assertThat(again.path("number").asLong()).isEqualTo(((Acknowledged) last.outcome()).number());
        List<StoreLog.Placed> orders = LogReader.read(api, TestCluster.STORE).orders();
        JsonNode next = order(api, OrderRequest.sell("GameStart", 1)).body();
        assertThat(next.path("number").asLong())
                .isEqualTo(orders.get(orders.size() - 1).number() + 1);
    }

    private static NodeApi.Reply order(NodeApi api, OrderRequest request) throws IOException, InterruptedException {
        return api.order(TestCluster.STORE, request.key(), request.toJson(), TestCluster.TIMEOUT);
    }

    private static String succeeds(CommandResult result) {
        assertThat(result.status()).as(result.toString()).isZero();
        return result.out();
    }

    /** One line says why. */
    private static String fails(CommandResult result) {
        assertThat(result.status()).as(result.toString()).isIn(1, 2);
        assertThat(result.err().lines())
                .as(result.toString())
                .singleElement()
                .asString()
                .startsWith("menhir: ");
        return result.err();
    }
}
