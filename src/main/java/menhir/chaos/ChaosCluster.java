package menhir.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;
import menhir.certificates.CertificateFileException;
import menhir.certificates.LocalCertificates;
import menhir.certificates.NodeCertificate;
import menhir.chaos.load.RecordingClient;
import menhir.experiment.lab.Folders;
import menhir.experiment.lab.FreePorts;
import menhir.experiment.lab.LabNode;
import menhir.experiment.lab.Namespaces;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.NodeCommand;
import menhir.experiment.lab.ProgramJar;
import menhir.experiment.lab.Relays;
import menhir.experiment.lab.SystemCommand;
import menhir.experiment.lab.Wires;
import org.jspecify.annotations.Nullable;

/** The processes of a cluster, their disks and the links between them. Slot n is on node n. */
final class ChaosCluster implements AutoCloseable {
    private static final List<String> JVM_OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Duration VIEW_TIMEOUT = Duration.ofSeconds(2);
    private static final String CLUSTER = "chaos";
    private static final int HTTP_PORT = 8080;
    private static final int REMOTE_PORT = 18_080;
    private static final String DISK_SIZE = "400m";

    private final int slots;
    private final Path folder;
    private final boolean mounted;
    private final Wires wires;
    private final List<ChaosNode> nodes = new ArrayList<>();

    /**
     * Creates a cluster without starting it.
     *
     * @param isolated whether this process has network and mount namespaces of its own: then each node gets a network namespace
     *     and a small disk
     */
    ChaosCluster(int size, int slots, boolean isolated, Path folder) throws IOException, InterruptedException {
        this.slots = slots;
        this.folder = folder;
        this.mounted = isolated;
        if (isolated) {
            Namespaces namespaces = new Namespaces(size);
            wires = namespaces;
            for (int number = 1; number <= size; number++) {
                mount(disk(number));
                add(number, size, inNamespaces(number, size), List.of(), namespaces.launcher(number), HTTP_PORT);
            }
        } else {
            // One range for all ports: a second range could take ports of the first.
            int first = FreePorts.range(3 * size, RandomGenerator.getDefault());
            wires = new Relays(size, first + size, first + 2 * size);
            for (int number = 1; number <= size; number++) {
                String hostname =
                        "-Dakka.remote.artery.advanced.tcp.outbound-client-hostname=" + Relays.addressOf(number);
                add(number, size, throughRelays(number, size, first), List.of(hostname), List.of(), first + number - 1);
            }
        }
    }

    private Path disk(int number) {
        return folder.resolve("disk-" + number);
    }

    private NodeCertificate certificateOf(int number) throws IOException {
        try {
            return new LocalCertificates(folder.resolve("certificates"), CLUSTER)
                    .issue("node-" + number, LocalCertificates.LIFE);
        } catch (CertificateFileException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void mount(Path disk) throws IOException, InterruptedException {
        Files.createDirectories(disk);
        SystemCommand.run("mount", "-t", "tmpfs", "-o", "size=" + DISK_SIZE, "chaos", disk.toString());
    }

    private static Map<String, String> inNamespaces(int number, int size) {
        List<String> seeds = new ArrayList<>();
        for (int node = 1; node <= size; node++) {
            seeds.add('"' + Namespaces.addressOf(node) + ':' + REMOTE_PORT + '"');
        }
        return Map.of(
                "node.host", Namespaces.addressOf(number),
                "node.http-port", Integer.toString(HTTP_PORT),
                "node.remote-port", Integer.toString(REMOTE_PORT),
                "cluster.seeds", seeds.toString(),
                "http.anonymous", "order");
    }

    private static Map<String, String> throughRelays(int number, int size, int first) {
        return Map.of(
                "cluster.http-port", Integer.toString(first),
                "cluster.remote-port", Integer.toString(first + size),
                "node.bind-port", Integer.toString(first + 2 * size + number - 1));
    }

    private void add(
            int number,
            int size,
            Map<String, String> settings,
            List<String> jvmOptions,
            List<String> launcher,
            int httpPort)
            throws IOException {
        Path config = folder.resolve("node-" + number + ".conf");
        StringBuilder text = new StringBuilder();
        settings.forEach((key, value) -> set(text, key, value));
        set(text, "node.ordinal", Integer.toString(number));
        set(text, "cluster.name", CLUSTER);
        set(text, "cluster.nodes", Integer.toString(size));
        set(text, "cluster.slots", Integer.toString(slots));
        set(text, "data.dir", '"' + disk(number).toString() + '"');
        // Outside the disk, which may be lost or put back.
        set(text, "cluster.certificate", '"' + certificateOf(number).folder().toString() + '"');
        Files.writeString(config, text);
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        options.addAll(jvmOptions);
        NodeCommand command = new NodeCommand(ProgramJar.path(), config, options, Map.of(), launcher);
        String host = launcher.isEmpty() ? "127.0.0.1" : Namespaces.addressOf(number);
        Path log = folder.resolve("node-" + number + ".log");
        nodes.add(new ChaosNode(new LabNode(number, command, log, host + ':' + httpPort), disk(number)));
    }

    private static void set(StringBuilder text, String key, String value) {
        text.append("menhir.").append(key).append(" = ").append(value).append('\n');
    }

    List<ChaosNode> nodes() {
        return List.copyOf(nodes);
    }

    /** A node by its number, from 1. */
    ChaosNode node(int number) {
        return nodes.get(number - 1);
    }

    int slots() {
        return slots;
    }

    Wires wires() {
        return wires;
    }

    /** The number of the node that leads the clients' store, as some node sees it; 0 if none is known. */
    int leader() throws InterruptedException {
        for (ChaosNode node : nodes) {
            JsonNode view = node.runs() ? view(node.api()) : null;
            if (view != null) {
                String leader = store(view).path("leader").asText("");
                for (ChaosNode each : nodes) {
                    if (each.name().equals(leader) && each.runs()) {
                        return each.number();
                    }
                }
            }
        }
        return 0;
    }

    private static JsonNode store(JsonNode view) {
        for (JsonNode store : view.path("stores")) {
            if (store.path("store").asText().equals(RecordingClient.STORE)) {
                return store;
            }
        }
        return view.path("none");
    }

    /** Whether a node has replicas of the clients' store that have read their logs, as it sees itself, or no slot. */
    boolean hasReadLogs(ChaosNode node) throws InterruptedException {
        JsonNode view = node.runs() ? view(node.api()) : null;
        return view != null
                && (node.number() > slots
                        || !store(view)
                                .path("replicas")
                                .path(node.number() - 1)
                                .path("state")
                                .asText("down")
                                .equals("down"));
    }

    /** Whether a node takes orders, and its replicas of all stores are members, as it sees itself. */
    boolean isMember(ChaosNode node) throws InterruptedException {
        try {
            if (!node.runs() || !node.process().isReady()) {
                return false;
            }
        } catch (IOException notYet) {
            return false;
        }
        JsonNode view = view(node.api());
        if (view == null) {
            return false;
        }
        boolean all = !view.path("stores").isEmpty();
        for (JsonNode store : view.path("stores")) {
            JsonNode replica = store.path("replicas").path(node.number() - 1);
            all &= node.number() > slots || replica.path("state").asText().equals("member");
        }
        return all;
    }

    /** What keeps a node's view from being complete, with all replicas being members; empty if nothing does. */
    List<String> missing(ChaosNode node, boolean caughtUp) throws InterruptedException {
        List<String> missing = new ArrayList<>();
        try {
            if (!node.process().isReady()) {
                missing.add(node + " is not ready");
            }
            JsonNode view = node.api().cluster();
            long members = members(view);
            if (members != nodes.size()) {
                missing.add(node + " knows " + members + " members");
            }
            for (JsonNode store : view.path("stores")) {
                for (JsonNode replica : store.path("replicas")) {
                    boolean member = replica.path("state").asText().equals("member");
                    if (!member || (caughtUp && !NodeApi.hasCaughtUp(replica))) {
                        missing.add(node + " sees of " + store.path("store").asText() + ": " + replica);
                    }
                }
            }
        } catch (IOException e) {
            missing.add(node + ": " + e.getMessage());
        }
        return missing;
    }

    private static long members(JsonNode view) {
        return StreamSupport.stream(view.path("nodes").spliterator(), false)
                .filter(NodeApi::isMember)
                .count();
    }

    private static @Nullable JsonNode view(NodeApi api) throws InterruptedException {
        try {
            NodeApi.Reply reply = api.get("/v1/cluster", VIEW_TIMEOUT);
            return reply.status() == 200 ? reply.body() : null;
        } catch (IOException noReply) {
            return null;
        }
    }

    /** Copies the nodes' logs and settings. */
    void keep(Path target) throws IOException {
        for (ChaosNode node : nodes) {
            Path log = node.process().log();
            if (Files.exists(log)) {
                Files.copy(log, target.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.write(target.resolve(node + "-data.txt"), Folders.list(node.disk()));
        }
    }

    /** Kills all nodes, and removes their disks. */
    @Override
    public void close() throws IOException {
        try {
            for (ChaosNode node : nodes) {
                node.kill();
                if (mounted) {
                    SystemCommand.run("umount", node.disk().toString());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            wires.close();
        }
    }
}
