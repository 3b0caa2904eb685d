package menhir.testkit;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import menhir.certificates.LocalCertificates;
import menhir.chaos.check.History;
import menhir.chaos.check.HistoryChecker;
import menhir.chaos.check.StoreLog;
import menhir.chaos.load.LogReader;
import menhir.chaos.load.RecordingClient;
import menhir.experiment.lab.Folders;
import menhir.experiment.lab.FreePorts;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.NodeCommand;
import menhir.experiment.lab.Relays;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of three processes of the packaged jar on the loopback address, each node with one slot. Its {@link #history()}
 * has the requests and replies of all tests that used it.
 */
public final class TestCluster implements AutoCloseable {
    /** The store that most tests use. */
    public static final String STORE = RecordingClient.STORE;

    /** Timeout of conditions that must become true on any machine. */
    public static final Duration TIMEOUT = Duration.ofMinutes(3);

    public static final String ADMIN_TOKEN = "admin-token-of-the-tests";

    /** Authorizes changes of scores and medals. */
    static final String AUTH_ID = "client-of-the-system-tests";

    /** Number of raffle entries per winner. */
    public static final int DRAW_EVERY = 2;

    /** Initial offset of each node's clock. */
    private static final List<String> CLOCK_OFFSETS = List.of("0 s", "2 s", "-2 s");

    /** One node leads all stores, so that a test can kill the leader of all. */
    private static final Map<String, String> ONE_HOME = Map.of(
            "MENHIR_STOCKS_HOME", "2", "MENHIR_BOOKS_HOME", "2", "MENHIR_TOYS_HOME", "2", "MENHIR_GAMES_HOME", "2");

    private static final List<String> JVM_OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Duration POLL = Duration.ofMillis(100);
    private static final String NAME = "menhir";
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

    private final Path folder;
    private final @Nullable Relays network;
    private final int firstRemotePort;
    private final List<TestNode> nodes = new ArrayList<>();
    private final History history = new History();

    private TestCluster(int size, boolean partitionable, Map<String, String> settings) throws IOException {
        folder = Files.createTempDirectory("menhir-system-test");
        // One range for all ports: a second range could take ports of the first.
        int httpPort = freePorts(3 * size);
        firstRemotePort = httpPort + size;
        network = partitionable ? new Relays(size, httpPort + size, httpPort + 2 * size) : null;
        Map<String, String> common = new HashMap<>(Map.of(
                "MENHIR_HTTP_PORT", Integer.toString(httpPort),
                "MENHIR_REMOTE_PORT", Integer.toString(firstRemotePort),
                "MENHIR_CLUSTER_NODES", Integer.toString(size),
                "MENHIR_DATA_DIR", folder.resolve("data").toString(),
                "MENHIR_ADMIN_TOKEN", ADMIN_TOKEN,
                "MENHIR_GAMES_AUTH_ID", AUTH_ID,
                "MENHIR_GAMES_DRAW_EVERY", Integer.toString(DRAW_EVERY),
                "MENHIR_TOYS_RESTOCK_EVERY", "1 s"));
        common.putAll(settings);
        for (int number = 1; number <= size; number++) {
            Map<String, String> environment = new HashMap<>(common);
            environment.put("MENHIR_CLOCK_OFFSET", CLOCK_OFFSETS.get((number - 1) % CLOCK_OFFSETS.size()));
            List<String> options = new ArrayList<>(JVM_OPTIONS);
            if (partitionable) {
                environment.put("MENHIR_BIND_PORT", Integer.toString(httpPort + 2 * size + number - 1));
                options.add("-Dakka.remote.artery.advanced.tcp.outbound-client-hostname=" + Relays.addressOf(number));
            }
            Path config = Path.of("run", "node-" + number + ".conf");
            NodeCommand command = new NodeCommand(TestedJar.path(), config, options, environment);
            nodes.add(new TestNode(number, command, folder, httpPort + number - 1));
        }
    }

    /**
     * Creates a cluster of three nodes without starting them. The second one leads all stores while it is up.
     *
     * @param partitionable whether the nodes communicate through relays, so that {@link #cut} is possible
     */
    static TestCluster ofThree(boolean partitionable) {
        try {
            return new TestCluster(3, partitionable, ONE_HOME);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a cluster", e);
        }
    }

    /** Creates a cluster of three nodes with some other settings, without starting them. */
    public static TestCluster ofThree(Map<String, String> settings) {
        try {
            return new TestCluster(3, false, settings);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a cluster", e);
        }
    }

    /** Three nodes on the data folders that release 0.1.0 wrote, none started. Toys are restocked once at most. */
    public static TestCluster onOldFolder() throws IOException {
        TestCluster cluster = new TestCluster(OldFolder.NODES, false, Map.of("MENHIR_TOYS_RESTOCK_EVERY", "1 h"));
        OldFolder.unpackInto(cluster.folder.resolve("data"));
        return cluster;
    }

    /** The first port of a range of free ports. */
    public static int freePorts(int count) {
        try {
            return FreePorts.range(count, RandomGenerator.getDefault());
        } catch (IOException e) {
            throw new UncheckedIOException("no free ports", e);
        }
    }

    /** The port on which other nodes reach a node. */
    public int remotePort(TestNode node) {
        return firstRemotePort + node.number() - 1;
    }

    /** The certificates of its nodes, and their authority. */
    public LocalCertificates certificates() {
        return certificates(NAME);
    }

    /** Certificates of the same authority, for a cluster with another name. */
    public LocalCertificates certificates(String name) {
        return new LocalCertificates(folder.resolve("data").resolve("certificates"), name);
    }

    public History history() {
        return history;
    }

    /** A client that records its requests and replies in the history. */
    public RecordingClient client() {
        return new RecordingClient(nodes, history);
    }

    /** Adds an item as an administrator; {@code json} has its price, quantity and topic. */
    public static JsonNode addItem(NodeApi node, String store, String name, String json)
            throws IOException, InterruptedException {
        String path = "/v1/stores/" + store + "/items/" + NodeApi.segment(name);
        NodeApi.Reply reply = node.put(path, json, ADMIN_TOKEN, TIMEOUT);
        if (reply.status() != 201) {
            throw new AssertionError(node + " answered " + reply.status() + " " + reply.text());
        }
        return reply.body();
    }

    /** Has the leader of the stock bazaar run in a slot, as an administrator. */
    public void placeLeader(int slot) throws IOException, InterruptedException {
        String path = "/v1/stores/" + STORE + "/leader";
        NodeApi.Reply reply = live().get(0).api().put(path, "{\"slot\":" + slot + "}", ADMIN_TOKEN, TIMEOUT);
        if (reply.status() != 200) {
            throw new AssertionError("placing the leader got " + reply.status() + " " + reply.text());
        }
    }

    /** Sets an item's terms of sale as an administrator. */
    public static void setTerms(NodeApi node, String store, String name, String json)
            throws IOException, InterruptedException {
        String path = "/v1/stores/" + store + "/items/" + NodeApi.segment(name) + "/terms";
        NodeApi.Reply reply = node.put(path, json, ADMIN_TOKEN, TIMEOUT);
        if (reply.status() != 200) {
            throw new AssertionError(node + " answered " + reply.status() + " " + reply.text());
        }
    }

    public List<TestNode> nodes() {
        return List.copyOf(nodes);
    }

    /** A node by its number, from 1. */
    public TestNode node(int number) {
        return nodes.get(number - 1);
    }

    /** The nodes that run and are not paused. */
    public List<TestNode> live() {
        return nodes.stream().filter(TestNode::runs).toList();
    }

    /** All nodes except one. */
    public List<TestNode> others(TestNode excluded) {
        return nodes.stream().filter(node -> node != excluded).toList();
    }

    /** Cuts the link from one node to another. What is sent over it arrives after {@link #heal}. */
    public void cut(TestNode from, TestNode to) {
        from.note("link to " + to + " cut");
        network().cut(from.number(), to.number());
    }

    /** Cuts all links from and to a node. */
    public void isolate(TestNode node) {
        for (TestNode other : others(node)) {
            cut(node, other);
            cut(other, node);
        }
    }

    /** Restores all links. */
    public void heal() {
        nodes.forEach(node -> node.note("all links restored"));
        network().heal();
    }

    private Relays network() {
        if (network == null) {
            throw new IllegalStateException("the links of this cluster cannot be cut");
        }
        return network;
    }

    /** Starts all nodes that do not run. */
    public void start() {
        nodes.stream().filter(node -> !node.runs()).forEach(TestNode::start);
    }

    /** Waits until all live nodes are ready. */
    public void awaitReady() {
        for (TestNode node : live()) {
            until(
                    node + " is ready",
                    () -> node.api().get("/ready", REQUEST_TIMEOUT).status() == 200);
        }
    }

    /** Waits until all live nodes name the same live leader of the stock bazaar. */
    public TestNode awaitLeader() {
        return awaitLeader(STORE);
    }

    /** The node that leads while it is up. */
    public TestNode home() {
        return nodes.get(1);
    }

    /** Waits until all live nodes name the same live leader of a store. */
    public TestNode awaitLeader(String store) {
        List<TestNode> leaders = new ArrayList<>();
        until("all live nodes name the same leader", () -> {
            leaders.clear();
            for (TestNode node : live()) {
                leaders.add(leaderSeenAt(node, store));
            }
            return new HashSet<>(leaders).size() == 1
                    && leaders.get(0) != null
                    && leaders.get(0).runs();
        });
        return leaders.get(0);
    }

    /** The leader of the stock bazaar as one node sees it; null if it knows none. */
    public @Nullable TestNode leaderSeenAt(TestNode node) throws IOException, InterruptedException {
        return leaderSeenAt(node, STORE);
    }

    @SuppressWarnings("NullAway") // Null if the node knows no leader.
    private TestNode leaderSeenAt(TestNode node, String store) throws IOException, InterruptedException {
        @Nullable String leader = store(node, store).path("leader").textValue();
        return nodes.stream()
                .filter(each -> each.name().equals(leader))
                .findFirst()
                .orElse(null);
    }

    private static JsonNode store(TestNode node) throws IOException, InterruptedException {
        return store(node, STORE);
    }

    private static JsonNode store(TestNode node, String name) throws IOException, InterruptedException {
        for (JsonNode store : node.api().cluster().path("stores")) {
            if (store.path("store").asText().equals(name)) {
                return store;
            }
        }
        throw new AssertionError(node + " has no store " + name);
    }

    /** The state of a node's replica: member, blank or down. */
    public String replicaState(TestNode node) throws IOException, InterruptedException {
        return store(live().get(0))
                .path("replicas")
                .path(node.number() - 1)
                .path("state")
                .asText();
    }

    /** The number of reads that each catalog replica of a store has answered since its start, by slot. */
    public List<Long> reads(String store) throws IOException, InterruptedException {
        List<Long> reads = new ArrayList<>();
        store(live().get(0), store)
                .path("replicas")
                .forEach(replica -> reads.add(replica.path("reads").asLong(-1)));
        return reads;
    }

    /** The names of the cluster members that a node knows, reachable or not. */
    public Set<String> membersSeenBy(TestNode node) throws IOException, InterruptedException {
        return nodesSeenBy(node, NodeApi::isMember);
    }

    /** Names of the members that a node reaches. */
    public Set<String> reachedBy(TestNode node) throws IOException, InterruptedException {
        return nodesSeenBy(
                node,
                each -> NodeApi.isMember(each) && !each.path("status").asText().equals("unreachable"));
    }

    private static Set<String> nodesSeenBy(TestNode node, Predicate<JsonNode> condition)
            throws IOException, InterruptedException {
        Set<String> names = new HashSet<>();
        for (JsonNode each : node.api().json("/v1/cluster").path("nodes")) {
            if (condition.test(each)) {
                names.add(each.path("node").asText());
            }
        }
        return names;
    }

    /** The current leader's epoch. */
    public long epoch() throws IOException, InterruptedException {
        return store(awaitLeader()).path("epoch").asLong();
    }

    /** Waits until all nodes are ready, all replicas are members, and their logs and catalogs are identical. */
    public void awaitSameLogs() {
        awaitSameLogs(STORE);
    }

    /** Like {@link #awaitSameLogs()}, for another store. */
    public void awaitSameLogs(String store) {
        awaitReady();
        until("all replicas are members and have caught up", () -> {
            JsonNode view = store(nodes.get(0), store);
            return view.path("replicas").size() == nodes.size() && NodeApi.haveCaughtUp(view);
        });
        until("all replicas have the same digests", () -> {
            JsonNode answer = nodes.get(0).api().json("/v1/stores/" + store + "/digest");
            boolean sameLogs = isSame("digest", answer);
            boolean sameCatalogs = isSame("catalog", answer);
            return sameLogs && sameCatalogs && answer.path("replicas").size() == nodes.size();
        });
    }

    /** Whether all replicas have told this digest. Fails if two differ. */
    private static boolean isSame(String field, JsonNode answer) {
        Set<String> digests = new HashSet<>();
        boolean complete = true;
        for (JsonNode replica : answer.path("replicas")) {
            @Nullable String digest = replica.path(field).textValue();
            if (digest == null) {
                complete = false;
            } else {
                digests.add(digest);
            }
        }
        if (digests.size() > 1) {
            throw new AssertionError("the replicas differ in " + field + ": " + answer);
        }
        return complete && digests.size() == 1;
    }

    /**
     * Checks the cluster after a scenario, with all nodes running: the replicas' logs are identical, and they explain every
     * reply that a client has received since the cluster was created.
     */
    public StoreLog verify() throws IOException, InterruptedException {
        awaitSameLogs();
        StoreLog log = LogReader.read(nodes.get(0).api(), STORE);
        for (TestNode node : nodes) {
            for (String item : MixedLoad.ITEMS) {
                client().lookup(node, item, TIMEOUT);
            }
        }
        List<String> violations = new HistoryChecker(history.events(), log).violations();
        if (!violations.isEmpty()) {
            String first = String.join("\n  ", violations.subList(0, Math.min(30, violations.size())));
            throw new AssertionError(violations.size() + " violations, the first of them:\n  " + first);
        }
        return log;
    }

    /** Restores the cluster after an earlier test: all nodes run and are ready. */
    void restore() {
        nodes.stream().filter(TestNode::isPaused).forEach(TestNode::resume);
        start();
        awaitReady();
    }

    /** Waits until a condition holds. An {@link IOException} counts as false. */
    public static void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(TIMEOUT)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(condition);
    }

    /** Kills all nodes, and deletes their data. */
    @Override
    public void close() {
        nodes.forEach(TestNode::end);
        try {
            if (network != null) {
                network.close();
            }
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
