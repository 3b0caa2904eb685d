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
import menhir.experiment.lab.LabCluster;
import menhir.experiment.lab.LabNode;

/** The course of {@link Crash}: clients that buy and sell while nodes are killed and come back. */
final class CrashRun {

    private static final long CHECK_SECONDS = 240;
    private static final int PAGE_ORDERS = 500;

    /** A node was killed at one moment and was a whole replica again at another, in seconds. */
    public record Kill(String what, double killed, double started, double whole) {}

    /** All that came of it. */
    public record Outcome(
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
        AtomicBoolean goesOn = new AtomicBoolean(true);
        ExecutorService load = Executors.newSingleThreadExecutor();
        try {
            Future<WalkResult> walking = load.submit(() -> clients.walk(walk, timeline, goesOn::get));
            double ended;
            try {
                TimeUnit.MILLISECONDS.sleep(phaseMillis);
                LabNode leader = cluster.awaitLeader();
                kill("follower", mostRead(leader));
                kill("leader", cluster.awaitLeader());
                kill("catalog replica", mostRead(cluster.awaitLeader()));
            } finally {
                ended = timeline.seconds();
                goesOn.set(false);
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
        } catch (TimeoutException late) {
            throw new IOException("the clients had not checked their orders after " + CHECK_SECONDS + " s", late);
        } finally {
            goesOn.set(false);
            load.shutdownNow();
        }
    }

    /** Kills a node, lets the others go on without it for a while, brings it back, and goes on with it for a while. */
    private void kill(String role, LabNode node) throws IOException, InterruptedException {
        double killed = timeline.seconds();
        node.kill9();
        TimeUnit.MILLISECONDS.sleep(phaseMillis);
        double started = timeline.seconds();
        node.start();
        cluster.awaitReady(node);
        cluster.awaitWhole();
        kills.add(new Kill(role + " (" + node.name() + ")", killed, started, timeline.seconds()));
        TimeUnit.MILLISECONDS.sleep(phaseMillis);
    }

    /** The node, but for one, whose catalog replica has answered the most reads. */
    private LabNode mostRead(LabNode butFor) throws IOException, InterruptedException {
        JsonNode replicas = cluster.storeView().path("replicas");
        return cluster.nodes().stream()
                .filter(node -> node != butFor && node.isAlive())
                .max(Comparator.comparingLong(node -> reads(replicas, node.name())))
                .orElseThrow(() -> new IOException("no other node runs than " + butFor.name()));
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
