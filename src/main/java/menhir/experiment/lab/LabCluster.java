package menhir.experiment.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import menhir.client.Clients;
import menhir.experiment.analysis.Scrape;

/** A cluster of processes on the loopback address, with its own ports and folder. */
public final class LabCluster {

    private static final int MOST_SLOTS = 3;
    private static final String DATA = "data";
    private static final long READY_SECONDS = 120;
    private static final long POLL_MILLIS = 50;
    private static final long TIMEOUT_MILLIS = 3_000;
    private static final long DEADLINE_MILLIS = 30_000;
    private static final List<String> STORES = List.of("stocks", "books", "toys", "games");

    /** A store without orders. The root store must have orders, so the games run beside the stock bazaar. */
    private static final String GAMES = "games";

    private final ClusterSpec spec;
    private final Path folder;
    private final List<LabNode> nodes = new ArrayList<>();
    private final Clients clients;

    LabCluster(ClusterSpec spec, Path folder) throws IOException {
        this.spec = spec;
        this.folder = folder;
        Files.createDirectories(folder);
        int count = spec.nodes();
        int httpPort = FreePorts.range(2 * count, RandomGenerator.getDefault());
        if (spec.quantity() > 0) {
            writeCatalog();
        }
        Path given = spec.jar();
        Path jar = given == null ? ProgramJar.path() : given;
        for (int number = 1; number <= count; number++) {
            Path config = folder.resolve("node-" + number + ".conf");
            Files.writeString(config, configuration(number, httpPort));
            NodeCommand command = new NodeCommand(jar, config, NodeCommand.launchOptions(), Map.of());
            nodes.add(new LabNode(number, command, folder.resolve("node-" + number + ".log"), httpPort + number - 1));
        }
        clients = clients(TIMEOUT_MILLIS, DEADLINE_MILLIS);
    }

    private Path catalog() {
        return folder.resolve("catalog.csv");
    }

    private void writeCatalog() throws IOException {
        StringBuilder csv = new StringBuilder("name,price,quantity,topic\n");
        spec.itemNames().forEach(name -> csv.append(name)
                .append(",15.99,")
                .append(spec.quantity())
                .append(",\n"));
        Files.writeString(catalog(), csv);
    }

    private String configuration(int number, int httpPort) {
        StringBuilder text = new StringBuilder();
        set(text, "node.ordinal", Integer.toString(number));
        set(text, "cluster.name", "experiment");
        set(text, "cluster.nodes", Integer.toString(spec.nodes()));
        set(text, "cluster.slots", Integer.toString(Math.min(spec.nodes(), MOST_SLOTS)));
        set(text, "cluster.http-port", Integer.toString(httpPort));
        set(text, "cluster.remote-port", Integer.toString(httpPort + spec.nodes()));
        set(text, "data.dir", quoted(folder.resolve(DATA)));
        set(text, "cache.capacity", Integer.toString(spec.cacheCapacity()));
        String root = spec.store().equals(GAMES) ? "stocks" : spec.store();
        set(text, "http.root-store", root);
        for (String store : STORES) {
            boolean enabled = store.equals(spec.store()) || store.equals(root);
            set(text, "stores." + store + ".enabled", Boolean.toString(enabled));
        }
        if (spec.quantity() > 0) {
            set(text, "stores." + spec.store() + ".catalog", quoted(catalog()));
        }
        spec.extra().getOrDefault(number, Map.of()).forEach((key, value) -> set(text, key, value));
        return text.toString();
    }

    private static void set(StringBuilder text, String key, String value) {
        text.append("menhir.").append(key).append(" = ").append(value).append('\n');
    }

    private static String quoted(Path path) {
        String text = path.toAbsolutePath().toString();
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Starts all nodes without waiting for them. */
    public void launch() throws IOException {
        for (LabNode node : nodes) {
            node.start();
        }
    }

    /** Starts all nodes, and waits until all are ready. */
    void start() throws IOException, InterruptedException {
        launch();
        for (LabNode node : nodes) {
            awaitReady(node);
        }
    }

    /** Waits until a node is ready. */
    public void awaitReady(LabNode node) throws IOException, InterruptedException {
        until(node.name() + " is ready", READY_SECONDS, () -> {
            node.requireRunning();
            return node.isReady();
        });
    }

    /**
     * Waits until a condition holds. An exception counts as false.
     *
     * @param what the condition in words, for the error message
     * @throws NodeEndedException as soon as the condition throws it
     * @throws IOException if the condition does not hold in time
     */
    public static void until(String what, long seconds, Callable<Boolean> condition)
            throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        String reason = "";
        while (System.nanoTime() - deadlineNanos < 0) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (NodeEndedException ended) {
                throw ended;
            } catch (InterruptedException interrupted) {
                throw interrupted;
            } catch (Exception notYet) {
                reason = ": " + notYet.getMessage();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new IOException("timed out after " + seconds + " s waiting until " + what + reason);
    }

    /** All nodes, by number. */
    public List<LabNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The HTTP addresses of all nodes, as host:port. */
    public List<String> addresses() {
        return nodes.stream().map(LabNode::address).toList();
    }

    /** Clients of all nodes with long timeouts. */
    public Clients clients() {
        return clients;
    }

    /**
     * Clients of all nodes.
     *
     * @param timeoutMillis timeout of an attempt
     * @param deadlineMillis timeout of a request with all its attempts
     */
    public Clients clients(long timeoutMillis, long deadlineMillis) {
        return new Clients(addresses(), spec.store(), timeoutMillis, deadlineMillis);
    }

    /** Clients of some of the nodes, with long timeouts. */
    public Clients clientsOf(List<LabNode> selected) {
        return new Clients(
                selected.stream().map(LabNode::address).toList(), spec.store(), TIMEOUT_MILLIS, DEADLINE_MILLIS);
    }

    /** The first node that runs. */
    public LabNode anyLive() throws IOException {
        return nodes.stream()
                .filter(LabNode::isAlive)
                .findFirst()
                .orElseThrow(() -> new IOException("no node of the cluster is running"));
    }

    /** The status of the store, from a live node. */
    public JsonNode storeView() throws IOException, InterruptedException {
        return anyLive().api().cluster().path("stores").path(0);
    }

    /** Waits until all live nodes name the same live leader. */
    public LabNode awaitLeader() throws IOException, InterruptedException {
        List<LabNode> leaders = new ArrayList<>();
        until("all nodes name the same leader", READY_SECONDS, () -> {
            leaders.clear();
            Set<String> names = new HashSet<>();
            for (LabNode node : nodes) {
                if (node.isAlive()) {
                    JsonNode store = node.api().cluster().path("stores").path(0);
                    names.add(store.path("leader").asText());
                }
            }
            nodes.stream()
                    .filter(node -> names.size() == 1 && names.contains(node.name()) && node.isAlive())
                    .forEach(leaders::add);
            return !leaders.isEmpty();
        });
        return leaders.get(0);
    }

    /** Waits until every replica is a member and has caught up. */
    public void awaitReplicasCaughtUp() throws IOException, InterruptedException {
        until("all replicas are members and have caught up", READY_SECONDS, () -> NodeApi.haveCaughtUp(storeView()));
    }

    /** Waits until all replicas have caught up, and returns the distinct digests of their logs. */
    public Set<String> awaitDigests() throws IOException, InterruptedException {
        awaitReplicasCaughtUp();
        Set<String> digests = new HashSet<>();
        until("all replicas return the digest of their logs", READY_SECONDS, () -> {
            digests.clear();
            JsonNode view = anyLive().json("/v1/stores/" + spec.store() + "/digest");
            boolean all = true;
            for (JsonNode replica : view.path("replicas")) {
                String digest = replica.path("digest").asText("");
                all &= !digest.isEmpty() && !digest.equals("null");
                digests.add(digest);
            }
            return all && !digests.isEmpty();
        });
        return Set.copyOf(digests);
    }

    /** The sum of the metrics of all live nodes. */
    public Scrape scrape() throws IOException, InterruptedException {
        Scrape sum = Scrape.EMPTY;
        for (LabNode node : nodes) {
            if (node.isAlive()) {
                sum = sum.plus(node.scrape());
            }
        }
        return sum;
    }

    void copyLogs(Path target) throws IOException {
        Files.createDirectories(target);
        for (LabNode node : nodes) {
            node.copyLog(target, folder.getFileName() + "-");
        }
    }

    /** Kills all nodes, waits until they have exited, and deletes their data; their logs stay. */
    void discard() throws IOException, InterruptedException {
        end();
        for (LabNode node : nodes) {
            if (node.isAlive()) {
                node.kill9();
            }
        }
        Folders.delete(folder.resolve(DATA));
    }

    /** Kills all nodes. */
    void end() {
        nodes.forEach(LabNode::end);
    }
}
