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
import java.util.random.RandomGenerator;
import menhir.experiment.lab.FreePorts;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of the packaged jar: real processes on the loopback address, each node with one slot. What its clients were
 * told, in all tests that used it, is in its {@link #history()}.
 */
public final class TestCluster implements AutoCloseable {
    /** The store that the tests use. */
    public static final String STORE = "stocks";

    /** For what must come about, however slow the machine is: a deadline, not a measure. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    static final String ADMIN_TOKEN = "of-the-system-tests";

    /** Cacofonix's. */
    static final String AUTH_ID = "bard-of-the-system-tests";

    /** New entries of the raffle after which a winner is drawn. */
    public static final int DRAW_EVERY = 2;

    /** By how much each node's clock is wrong when its process starts. */
    private static final List<String> CLOCK_OFFSETS = List.of("0 s", "5 s", "-5 s");

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CALL = Duration.ofSeconds(3);

    private final Path folder;
    private final @Nullable Network network;
    private final List<TestNode> nodes = new ArrayList<>();
    private final History history = new History();

    private TestCluster(int size, boolean cuttable, Map<String, String> settings) throws IOException {
        folder = Files.createTempDirectory("menhir-system-test");
        // One range for all: several would have to be tried for at the same moment.
        int httpPort = freePorts(3 * size);
        network = cuttable ? new Network(size, httpPort + size, httpPort + 2 * size) : null;
        Map<String, String> common = new HashMap<>(Map.of(
                "MENHIR_HTTP_PORT", Integer.toString(httpPort),
                "MENHIR_REMOTE_PORT", Integer.toString(httpPort + size),
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
            List<String> options = new ArrayList<>();
            if (cuttable) {
                environment.put("MENHIR_BIND_PORT", Integer.toString(httpPort + 2 * size + number - 1));
                options.add("-Dakka.remote.artery.advanced.tcp.outbound-client-hostname=" + Network.addressOf(number));
            }
            nodes.add(new TestNode(number, options, environment, folder, httpPort + number - 1));
        }
    }

    /**
     * Three nodes, none started.
     *
     * @param cuttable whether {@link #cut} is to be possible: whatever the nodes say to each other then takes a way around
     */
    static TestCluster ofThree(boolean cuttable) {
        try {
            return new TestCluster(3, cuttable, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("no place for a cluster", e);
        }
    }

    /** Three nodes on the data folders that release 0.1.0 wrote, none started. Toys are restocked once at most. */
    public static TestCluster onOldFolder() throws IOException {
        TestCluster cluster = new TestCluster(OldFolder.NODES, false, Map.of("MENHIR_TOYS_RESTOCK_EVERY", "1 h"));
        OldFolder.unpackInto(cluster.folder.resolve("data"));
        return cluster;
    }

    /** The first of so many consecutive ports that nobody listens on. */
    public static int freePorts(int count) {
        try {
            return FreePorts.range(count, RandomGenerator.getDefault());
        } catch (IOException e) {
            throw new UncheckedIOException("no ports", e);
        }
    }

    /** The jar that is tested: the system property {@code menhir.jar}. */
    static Path jar() {
        String jar = System.getProperty("menhir.jar");
        if (jar == null || !Files.isReadable(Path.of(jar))) {
            throw new IllegalStateException(
                    "the system property menhir.jar is " + jar + ", and must be the packaged jar: use mvn verify");
        }
        return Path.of(jar).toAbsolutePath();
    }

    public History history() {
        return history;
    }

    /** Whose doings are in the history. */
    public Customer customer() {
        return new Customer(nodes, history);
    }

    public List<TestNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The node of a number, from 1. */
    public TestNode node(int number) {
        return nodes.get(number - 1);
    }

    /** Those that run. */
    public List<TestNode> live() {
        return nodes.stream().filter(TestNode::runs).toList();
    }

    public List<TestNode> others(TestNode than) {
        return nodes.stream().filter(node -> node != than).toList();
    }

    /** From now on nothing that one node sends reaches the other; what it sends meanwhile arrives after {@link #mend}. */
    public void cut(TestNode from, TestNode to) {
        from.note("no longer reaches " + to);
        network().cut(from.number(), to.number());
    }

    /** From now on a node hears nothing from the others, nor they from it. */
    public void isolate(TestNode node) {
        for (TestNode other : others(node)) {
            cut(node, other);
            cut(other, node);
        }
    }

    /** All nodes reach each other again. */
    public void mend() {
        nodes.forEach(node -> node.note("reaches all others"));
        network().mend();
    }

    private Network network() {
        if (network == null) {
            throw new IllegalStateException("this cluster's wires cannot be cut");
        }
        return network;
    }

    /** Starts what does not run. */
    public void start() {
        nodes.stream().filter(node -> !node.runs()).forEach(TestNode::start);
    }

    /** Waits until each node that runs says that it takes orders. */
    public void awaitReady() {
        for (TestNode node : live()) {
            until(node + " is ready", () -> node.api().get("/ready", CALL).status() == 200);
        }
    }

    /** Waits until those that run agree who of them leads the store that most tests use. */
    public TestNode awaitLeader() {
        return awaitLeader(STORE);
    }

    /** Waits until those that run agree who of them leads a store. */
    public TestNode awaitLeader(String store) {
        List<TestNode> leaders = new ArrayList<>();
        until("one leader is known to all that run", () -> {
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

    @SuppressWarnings("NullAway") // What is not known yet is null, and waited for.
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
        for (JsonNode store : node.api().ask("/v1/cluster").path("stores")) {
            if (store.path("store").asText().equals(name)) {
                return store;
            }
        }
        throw new AssertionError(node + " has no store " + name);
    }

    /** The state of a node's replica as the leader sees it: member, blank or down. */
    public String replicaState(TestNode of) throws IOException, InterruptedException {
        return store(live().get(0))
                .path("replicas")
                .path(of.number() - 1)
                .path("state")
                .asText();
    }

    /** How many reads each replica of a store's catalog has answered since its start, by slot. */
    public List<Long> reads(String store) throws IOException, InterruptedException {
        List<Long> reads = new ArrayList<>();
        store(live().get(0), store)
                .path("replicas")
                .forEach(replica -> reads.add(replica.path("reads").asLong(-1)));
        return reads;
    }

    /** The nodes that a node takes for members of the cluster, reachable or not, by name. */
    public Set<String> namesSeenAt(TestNode node) throws IOException, InterruptedException {
        Set<String> names = new HashSet<>();
        node.api()
                .ask("/v1/cluster")
                .path("nodes")
                .forEach(each -> names.add(each.path("node").asText()));
        return names;
    }

    /** The leader's epoch. */
    public long epoch() throws IOException, InterruptedException {
        return store(awaitLeader()).path("epoch").asLong();
    }

    /** Waits until all nodes run, all replicas are members, and their logs are the same, byte for byte. */
    public void awaitSameLogs() {
        awaitSameLogs(STORE);
    }

    /** The same of another store. */
    public void awaitSameLogs(String store) {
        awaitReady();
        until("all replicas are members and have caught up", () -> {
            JsonNode replicas = store(nodes.get(0), store).path("replicas");
            boolean all = replicas.size() == nodes.size();
            for (JsonNode replica : replicas) {
                all &= replica.path("state").asText().equals("member")
                        && replica.path("lag").asLong(-1) == 0;
            }
            return all;
        });
        until("all replicas have logs of the same digest", () -> {
            JsonNode digest = nodes.get(0).api().ask("/v1/stores/" + store + "/digest");
            Set<String> digests = new HashSet<>();
            for (JsonNode replica : digest.path("replicas")) {
                String value = replica.path("digest").asText("");
                digests.add(
                        value.isEmpty() || value.equals("null") ? "unknown of slot " + replica.path("slot") : value);
            }
            if (digests.size() > 1 && digests.stream().noneMatch(value -> value.startsWith("unknown"))) {
                throw new AssertionError("the replicas' logs are not the same: " + digest);
            }
            return digests.size() == 1 && digest.path("replicas").size() == nodes.size();
        });
    }

    /**
     * What must hold once a scenario is over and all nodes are back: the logs are the same, and nothing that any client was
     * told since the cluster began is at odds with them.
     */
    public StoreLog verify() throws IOException, InterruptedException {
        awaitSameLogs();
        StoreLog log = StoreLog.read(nodes.get(0).api());
        for (TestNode node : nodes) {
            for (String item : Shoppers.ITEMS) {
                customer().lookup(node, item, PATIENCE);
            }
        }
        List<String> violations = new HistoryChecker(history.events(), log).violations();
        if (!violations.isEmpty()) {
            String first = String.join("\n  ", violations.subList(0, Math.min(30, violations.size())));
            throw new AssertionError(violations.size() + " violations, the first of them:\n  " + first);
        }
        return log;
    }

    /** Brings everything back that an earlier scenario may have left. */
    void heal() {
        nodes.stream().filter(TestNode::isPaused).forEach(TestNode::resume);
        start();
        awaitReady();
    }

    /** Waits until something is so; what cannot be asked yet is not so. */
    public static void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(condition);
    }

    /** Ends all that was started, and forgets the data. */
    @Override
    public void close() {
        nodes.forEach(TestNode::end);
        try {
            if (network != null) {
                network.close();
            }
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear away " + folder, e);
        }
    }
}
