package menhir.node;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import menhir.cluster.KnownNodes;
import menhir.config.Settings;
import menhir.experiment.lab.FreePorts;
import menhir.games.node.NodeClock;
import menhir.journal.OpenSlot;
import menhir.journal.SlotDatabase;
import menhir.journal.SyncMode;

/** Nodes with their databases in this JVM, without HTTP. */
final class NodesInOneJvm {

    /** A started node, which may not have joined the cluster yet. */
    record Started(ClusterSession session, NodeClock clock) {}

    private final Path dir;
    private final SyncMode sync;
    private final List<ClusterSession> sessions = new ArrayList<>();
    private final List<OpenSlot> slots = new ArrayList<>();

    /** @param dir folder of the slots' folders */
    NodesInOneJvm(Path dir, SyncMode sync) {
        this.dir = dir;
        this.sync = sync;
    }

    /** Ports for nodes, free a moment ago. */
    static List<Integer> ports(int count) throws IOException {
        int first = FreePorts.range(count, RandomGenerator.getDefault());
        return IntStream.range(first, first + count).boxed().toList();
    }

    /** The node with an ordinal, from 1, if the nodes were started in this order. */
    ClusterSession node(int ordinal) {
        return sessions.get(ordinal - 1);
    }

    /**
     * Starts one node of a cluster with as many nodes and slots as there are ports.
     *
     * @param overrides settings that differ from the defaults
     * @param offsetMicros error of its clock
     */
    Started start(int ordinal, List<Integer> ports, Map<String, Object> overrides, long offsetMicros) {
        return start(ordinal, ports, overrides, offsetMicros, new SimpleMeterRegistry());
    }

    /** As above, with a registry of metrics. */
    Started start(
            int ordinal,
            List<Integer> ports,
            Map<String, Object> overrides,
            long offsetMicros,
            MeterRegistry registry) {
        Map<String, Object> values = new HashMap<>(overrides);
        values.put("menhir.node.ordinal", ordinal);
        values.put("menhir.node.remote-port", ports.get(ordinal - 1));
        values.put("menhir.cluster.nodes", ports.size());
        values.put("menhir.cluster.slots", ports.size());
        values.put(
                "menhir.cluster.seeds",
                ports.stream().map(port -> "127.0.0.1:" + port).toList());
        values.put("menhir.data.dir", dir.toString());
        values.put("menhir.cluster.tls", false);
        Settings settings = Settings.from(ConfigFactory.parseMap(values).withFallback(ConfigFactory.load()));
        List<SlotDatabase> databases = settings.node().slots().stream()
                .map(slot -> new SlotDatabase(
                        settings.cluster().name(),
                        slot,
                        settings.cluster().slots(),
                        settings.storeKinds(),
                        dir.resolve("slot-" + slot),
                        sync))
                .toList();
        List<OpenSlot> opened = databases.stream().map(SlotDatabase::open).toList();
        slots.addAll(opened);
        NodeClock clock = new NodeClock(settings.node().name(), offsetMicros, 0);
        InitialCatalogs catalogs = InitialCatalogs.read(settings.stores().values());
        ClusterSession session = ClusterSession.start(
                settings, opened, catalogs, List.of(), Optional.empty(), clock, new KnownNodes(), registry);
        sessions.add(session);
        return new Started(session, clock);
    }

    /** Takes a session that has failed out of those that {@link #leave} stops. */
    void forget(ClusterSession session) {
        sessions.remove(session);
    }

    /** Stops all nodes. */
    void leave() throws Exception {
        sessions.forEach(ClusterSession::leave);
        for (ClusterSession session : sessions) {
            session.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        slots.forEach(OpenSlot::close);
    }
}
