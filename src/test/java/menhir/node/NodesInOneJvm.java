package menhir.node;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import menhir.config.Settings;
import menhir.experiment.lab.FreePorts;
import menhir.games.node.NodeClock;
import menhir.journal.OpenSlot;
import menhir.journal.SlotDatabase;
import menhir.journal.SyncMode;

/** Nodes with their databases, without HTTP and in this JVM; at the end all of them leave. */
final class NodesInOneJvm {

    /** A node that was started, and may not have joined yet. */
    record Started(ClusterSession incarnation, NodeClock clock) {}

    private final Path dir;
    private final SyncMode sync;
    private final List<ClusterSession> incarnations = new ArrayList<>();
    private final List<OpenSlot> slots = new ArrayList<>();

    /** @param dir where each slot has its folder */
    NodesInOneJvm(Path dir, SyncMode sync) {
        this.dir = dir;
        this.sync = sync;
    }

    /** Ports for so many nodes, free a moment ago. */
    static List<Integer> ports(int count) throws IOException {
        int first = FreePorts.range(count, RandomGenerator.getDefault());
        return IntStream.range(first, first + count).boxed().toList();
    }

    /** The node of a number, from 1, if the nodes were started in the order of their numbers. */
    ClusterSession node(int ordinal) {
        return incarnations.get(ordinal - 1);
    }

    /**
     * Starts one node of a cluster with as many nodes and slots as there are ports.
     *
     * @param own further settings
     * @param offsetMicros by how much its clock is wrong
     */
    Started start(int ordinal, List<Integer> ports, Map<String, Object> own, long offsetMicros) {
        Map<String, Object> values = new HashMap<>(own);
        values.put("menhir.node.ordinal", ordinal);
        values.put("menhir.node.remote-port", ports.get(ordinal - 1));
        values.put("menhir.cluster.nodes", ports.size());
        values.put("menhir.cluster.slots", ports.size());
        values.put(
                "menhir.cluster.seeds",
                ports.stream().map(port -> "127.0.0.1:" + port).toList());
        values.put("menhir.data.dir", dir.toString());
        Settings settings = Settings.from(ConfigFactory.parseMap(values).withFallback(ConfigFactory.load()));
        List<SlotDatabase> databases = settings.node().slots().stream()
                .map(slot -> new SlotDatabase(
                        settings.cluster().name(),
                        slot,
                        List.copyOf(settings.stores().keySet()),
                        dir.resolve("slot-" + slot),
                        sync))
                .toList();
        databases.forEach(database -> slots.add(database.open()));
        NodeClock clock = new NodeClock(settings.node().name(), offsetMicros, 0);
        ClusterSession incarnation = ClusterSession.start(settings, databases, clock, new SimpleMeterRegistry());
        incarnations.add(incarnation);
        return new Started(incarnation, clock);
    }

    void leave() throws Exception {
        incarnations.forEach(ClusterSession::leave);
        for (ClusterSession incarnation : incarnations) {
            incarnation.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        slots.forEach(OpenSlot::close);
    }
}
