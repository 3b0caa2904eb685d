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

/** Real nodes on the loopback address, with ports and folders of their own. */
public final class LabCluster {

    private static final long READY_SECONDS = 120;
    private static final long POLL_MILLIS = 50;
    private static final long TIMEOUT_MILLIS = 3_000;
    private static final long DEADLINE_MILLIS = 30_000;
    private static final List<String> STORES = List.of("stocks", "books", "toys", "games");

    /** Has no orders, and so needs another store beside it whose orders are at /orders. */
    private static final String GAMES = "games";

    private static final List<String> NAMES = List.of(
            "GameStart",
            "FishCo",
            "MenhirCo",
            "BoarCo",
            "ConStock",
            "Wheely",
            "STRStock",
            "CarCo",
            "TheaterCo",
            "DishCo");

    private final ClusterSpec setup;
    private final Path folder;
    private final List<LabNode> nodes = new ArrayList<>();
    private final Clients clients;

    LabCluster(ClusterSpec setup, Path folder) throws IOException {
        this.setup = setup;
        this.folder = folder;
        Files.createDirectories(folder);
        int count = setup.nodes();
        int httpPort = FreePorts.range(2 * count, RandomGenerator.getDefault());
        if (setup.quantity() > 0) {
            writeCatalog();
        }
        for (int number = 1; number <= count; number++) {
            Path config = folder.resolve("node-" + number + ".conf");
            Files.writeString(config, configuration(number, httpPort));
            nodes.add(new LabNode(number, config, folder.resolve("node-" + number + ".log"), httpPort + number - 1));
        }
        clients = clients(TIMEOUT_MILLIS, DEADLINE_MILLIS);
    }

    private Path catalog() {
        return folder.resolve("catalog.csv");
    }

    private void writeCatalog() throws IOException {
        StringBuilder csv = new StringBuilder("name,price,quantity,topic\n");
        NAMES.forEach(name ->
                csv.append(name).append(",15.99,").append(setup.quantity()).append(",\n"));
        Files.writeString(catalog(), csv);
    }

    private String configuration(int number, int httpPort) {
        StringBuilder text = new StringBuilder();
        set(text, "node.ordinal", Integer.toString(number));
        set(text, "cluster.name", "experiment");
        set(text, "cluster.nodes", Integer.toString(setup.nodes()));
        set(text, "cluster.http-port", Integer.toString(httpPort));
        set(text, "cluster.remote-port", Integer.toString(httpPort + setup.nodes()));
        set(text, "data.dir", quoted(folder.resolve("data")));
        set(text, "cache.capacity", Integer.toString(setup.cacheCapacity()));
        String root = setup.store().equals(GAMES) ? "stocks" : setup.store();
        set(text, "http.root-store", root);
        for (String store : STORES) {
            boolean enabled = store.equals(setup.store()) || store.equals(root);
            set(text, "stores." + store + ".enabled", Boolean.toString(enabled));
        }
        if (setup.quantity() > 0) {
            set(text, "stores." + setup.store() + ".catalog", quoted(catalog()));
        }
        setup.extra().getOrDefault(number, Map.of()).forEach((key, value) -> set(text, key, value));
        return text.toString();
    }

    private static void set(StringBuilder text, String key, String value) {
        text.append("menhir.").append(key).append(" = ").append(value).append('\n');
    }

    private static String quoted(Path path) {
        String text = path.toAbsolutePath().toString();
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Starts all nodes, and waits for none. */
    public void launch() throws IOException {
        for (LabNode node : nodes) {
            node.start();
        }
    }

    /** Starts all nodes, and waits until each takes orders. */
    void start() throws IOException, InterruptedException {
        launch();
        for (LabNode node : nodes) {
            awaitReady(node);
        }
    }

    public void awaitReady(LabNode node) throws IOException, InterruptedException {
        until(node.name() + " takes orders", READY_SECONDS, () -> {
            node.complainIfEnded();
            return node.isReady();
        });
    }

    /** Waits until something is so; what cannot be asked yet is not so. */
    public static void until(String what, long seconds, Callable<Boolean> condition)
            throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        String why = "";
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
                why = ": " + notYet.getMessage();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new IOException("it did not come about within " + seconds + " s that " + what + why);
    }

    public List<LabNode> nodes() {
        return List.copyOf(nodes);
    }

    List<String> addresses() {
        return nodes.stream().map(LabNode::address).toList();
    }

    /** Clients of all nodes, that are patient. */
    public Clients clients() {
        return clients;
    }

    public Clients clients(long timeoutMillis, long deadlineMillis) {
        return new Clients(addresses(), setup.store(), timeoutMillis, deadlineMillis);
    }

    /** Clients of some of the nodes only, as patient. */
    public Clients clientsOf(List<LabNode> some) {
        return new Clients(
                some.stream().map(LabNode::address).toList(), setup.store(), TIMEOUT_MILLIS, DEADLINE_MILLIS);
    }

    /** The first that runs. */
    public LabNode anyLive() throws IOException {
        return nodes.stream()
                .filter(LabNode::isAlive)
                .findFirst()
                .orElseThrow(() -> new IOException("no node of the cluster runs any more"));
    }

    /** The store as a live node's view of the cluster shows it. */
    public JsonNode storeView() throws IOException, InterruptedException {
        return anyLive().json("/v1/cluster").path("stores").path(0);
    }

    /** Waits until all nodes that run agree on a leader that runs. */
    public LabNode awaitLeader() throws IOException, InterruptedException {
        List<LabNode> leaders = new ArrayList<>();
        until("one leader is known at all nodes", READY_SECONDS, () -> {
            leaders.clear();
            Set<String> names = new HashSet<>();
            for (LabNode node : nodes) {
                if (node.isAlive()) {
                    JsonNode store = node.json("/v1/cluster").path("stores").path(0);
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

    /** Waits until every replica is a member and has the whole log. */
    public void awaitWhole() throws IOException, InterruptedException {
        until("all replicas are members and have caught up", READY_SECONDS, () -> {
            boolean whole = true;
            for (JsonNode replica : storeView().path("replicas")) {
                whole &= replica.path("state").asText().equals("member")
                        && replica.path("lag").asLong(-1) == 0;
            }
            return whole;
        });
    }

    /** The digests of all replicas' logs once they are at one index: as many as there are different logs. */
    public Set<String> awaitDigests() throws IOException, InterruptedException {
        awaitWhole();
        Set<String> digests = new HashSet<>();
        until("all replicas tell the digest of their logs", READY_SECONDS, () -> {
            digests.clear();
            JsonNode view = anyLive().json("/v1/stores/" + setup.store() + "/digest");
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

    /** What all live nodes have measured, added up. */
    public Scrape scrape() throws IOException, InterruptedException {
        Scrape sum = Scrape.EMPTY;
        for (LabNode node : nodes) {
            if (node.isAlive()) {
                sum = sum.plus(node.scrape());
            }
        }
        return sum;
    }

    void keepLogs(Path into) throws IOException {
        Files.createDirectories(into);
        for (LabNode node : nodes) {
            node.keepLog(into, folder.getFileName() + "-");
        }
    }

    /** Ends all nodes at once; what they hold is thrown away anyway. */
    void end() {
        nodes.forEach(LabNode::end);
    }
}
