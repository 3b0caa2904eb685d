package menhir.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import menhir.client.Clients;
import menhir.client.Clients.Walk;
import menhir.client.Clients.WalkResult;
import menhir.experiment.analysis.LogCheck;
import menhir.experiment.analysis.Timeline;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.lab.LabNode;

/** The run of {@link Crash}: clients buy and sell while nodes are killed and restarted. */
final class CrashRun {

    private static final long CHECK_SECONDS = 240;
    private static final int PAGE_ORDERS = 500;

    /**
     * A crash of a node. Times are in seconds since the start of the load.
     *
     * @param node role and name of the node
     * @param recovered when its replica had caught up
     */
    record Kill(String node, double killed, double started, double recovered) {}

    /** All measurements. */
    record Outcome(
            List<Timeline.Slice> slices,
            double sliceSeconds,
            List<Kill> kills,
            WalkResult walked,
            LogCheck log,
            Set<String> digests) {}

    private final LabCluster cluster;
    private final Walk walk;
    private final long phaseMillis;
    private final Timeline timeline;
    private final List<Kill> kills = new ArrayList<>();

    CrashRun(LabCluster cluster, Walk walk, long phaseMillis, long sliceMillis) {
        this.cluster = cluster;
        this.walk = walk;
        this.phaseMillis = phaseMillis;
        this.timeline = new Timeline(sliceMillis);
    }

    Outcome run() throws IOException, InterruptedException {
        Clients clients = cluster.clients(2_000, 60_000);
        Map<String, Long> initial = clients.quantities();
        AtomicBoolean running = new AtomicBoolean(true);
        ExecutorService load = Executors.newSingleThreadExecutor();
        try {
            Future<WalkResult> walking = load.submit(() -> clients.walk(walk, timeline, running::get));
            double ended;
            try {
                TimeUnit.MILLISECONDS.sleep(phaseMillis);
                LabNode leader = cluster.awaitLeader();
                kill("follower", mostRead(leader));
                kill("leader", cluster.awaitLeader());
                kill("catalog replica", mostRead(cluster.awaitLeader()));
            } finally {
                ended = timeline.seconds();
                running.set(false);
            }
            WalkResult walked = walking.get(CHECK_SECONDS, TimeUnit.SECONDS);
            Set<String> digests = cluster.awaitDigests();
            LogCheck log = readLog(initial);
            log.compare(clients.quantities());
            List<Timeline.Slice> slices = timeline.slices().stream()
                    .filter(slice -> slice.seconds() < ended)
                    .toList();
            return new Outcome(slices, timeline.sliceSeconds(), List.copyOf(kills), walked, log, digests);
        } catch (ExecutionException failed) {
            throw new IOException("the clients failed: " + failed.getCause(), failed);
        } catch (TimeoutException timeout) {
            throw new IOException(
                    "the clients did not finish checking their orders within " + CHECK_SECONDS + " s", timeout);
        } finally {
            running.set(false);
            load.shutdownNow();
        }
    }

    /** Kills a node, restarts it after a phase, waits for its recovery, and lets another phase pass. */
    private void kill(String role, LabNode node) throws IOException, InterruptedException {
        double killed = timeline.seconds();
        node.kill9();
        TimeUnit.MILLISECONDS.sleep(phaseMillis);
        double started = timeline.seconds();
        node.start();
        cluster.awaitReady(node);
        cluster.awaitReplicasCaughtUp();
        kills.add(new Kill(role + " (" + node.name() + ")", killed, started, timeline.seconds()));
        TimeUnit.MILLISECONDS.sleep(phaseMillis);
    }

    /** The live node whose catalog replica has answered the most reads, except one node. */
    private LabNode mostRead(LabNode excluded) throws IOException, InterruptedException {
        JsonNode replicas = cluster.storeView().path("replicas");
        return cluster.nodes().stream()
                .filter(node -> node != excluded && node.isAlive())
                .max(Comparator.comparingLong(node -> reads(replicas, node.name())))
                .orElseThrow(() -> new IOException("no node runs except " + excluded.name()));
    }

    private static long reads(JsonNode replicas, String node) {
        for (JsonNode replica : replicas) {
            if (replica.path("node").asText().equals(node)) {
                return replica.path("reads").asLong();
            }
        }
        return -1;
    }

    private LogCheck readLog(Map<String, Long> initial) throws IOException, InterruptedException {
        LogCheck check = new LogCheck(initial);
        long after = 0;
        boolean more = true;
        while (more) {
            JsonNode page = cluster.anyLive().json("/v1/stores/stocks/orders?limit=" + PAGE_ORDERS + "&after=" + after);
            for (JsonNode order : page.path("orders")) {
                after = order.path("number").asLong();
                JsonNode line = order.path("lines").path(0);
                check.order(
                        after,
                        order.path("type").asText(),
                        line.path("item").asText(),
                        line.path("quantity").asLong());
            }
            more = page.path("next").isNumber();
        }
        return check;
    }
}
