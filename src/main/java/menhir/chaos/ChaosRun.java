package menhir.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import menhir.chaos.check.ClusterTimeline;
import menhir.chaos.check.Digests;
import menhir.chaos.check.History;
import menhir.chaos.check.HistoryChecker;
import menhir.chaos.check.StoreLog;
import menhir.chaos.load.LogReader;
import menhir.chaos.load.OrderLoad;
import menhir.chaos.load.RecordingClient;
import menhir.chaos.load.RecordingClient.Patience;
import menhir.experiment.lab.Folders;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.lab.NodeApi;

/** One run: starts a cluster, does faults under load, heals everything, and judges. */
final class ChaosRun {
    private static final long START_SECONDS = 120;
    private static final long RECOVERY_SECONDS = 120;
    private static final int FIRST_ORDERS = 20;
    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(10);
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(1), Duration.ofSeconds(10));

    private final ChaosOptions options;
    private final Output output;
    private final History history = new History();
    private final ClusterTimeline timeline;
    private final Sampler sampler = new Sampler();
    private final Judgement judgement;
    private final CountDownLatch over = new CountDownLatch(1);

    ChaosRun(ChaosOptions options, Output output) {
        this.options = options;
        this.output = output;
        this.timeline = new ClusterTimeline(options.slots());
        this.judgement = new Judgement(options, output, sampler, history, timeline);
    }

    /**
     * Runs.
     *
     * @param kept where logs and history are written if there are violations
     * @return whether there were none
     */
    boolean run(Path kept) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("menhir-chaos");
        Thread sampling = background("sampler", sampler::run);
        try (ChaosCluster cluster = new ChaosCluster(options.nodes(), options.slots(), options.isolated(), folder)) {
            boolean passed = false;
            try {
                run(cluster, folder);
                passed = judgement.print();
            } finally {
                if (!passed) {
                    keep(cluster, kept);
                }
            }
            return passed;
        } finally {
            sampling.interrupt();
            Folders.delete(folder);
        }
    }

    private static Thread background(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void run(ChaosCluster cluster, Path folder) throws IOException, InterruptedException {
        Watcher watcher = new Watcher(cluster, timeline, output);
        for (ChaosNode node : cluster.nodes()) {
            node.start();
        }
        awaitMembers(cluster, START_SECONDS, false);
        output.event(options.nodes() + " nodes are ready");
        RecordingClient client = new RecordingClient(cluster.nodes(), history);
        OrderLoad.Plan plan = new OrderLoad.Plan(options.clients(), PATIENCE, true, options.seed());
        OrderLoad load = new OrderLoad(cluster.nodes(), client, plan);
        Thread watching;
        try (load) {
            LabCluster.until("orders are placed", START_SECONDS, () -> load.acknowledged() >= FIRST_ORDERS);
            cluster.nodes().forEach(node -> timeline.up(node.number(), System.nanoTime()));
            watching = background("watcher", watcher::run);
            FaultActions actions = new FaultActions(
                    cluster, watcher, new Cuts(cluster.wires(), timeline), folder, options.seed(), over);
            FaultPlan faults = new FaultPlan(options.seed(), options.kinds(), options.nodes(), options.slots());
            Nemesis nemesis = new Nemesis(cluster, faults, actions, output, over);
            nemesis.run(options.seconds());
            long healed = System.nanoTime();
            output.event("everything is healed");
            judgement.faults(nemesis.episodes(), actions.violations(), actions.restarts());
            awaitMembers(cluster, RECOVERY_SECONDS, false);
            judgement.healed(healed, System.nanoTime());
            judgement.ends(watcher.ends());
            judgement.longestStart(watcher.longestStartNanos());
            // Some orders of the recovered cluster.
            long goal = load.acknowledged() + FIRST_ORDERS;
            LabCluster.until("orders are placed at the end", START_SECONDS, () -> load.acknowledged() >= goal);
        }
        load.failures().forEach(failure -> judgement.violated("an impossible reply: " + failure.getMessage()));
        load.resolve();
        judgement.resolved(load.resolved());
        awaitMembers(cluster, RECOVERY_SECONDS, true);
        watching.interrupt();
        judge(cluster, client);
    }

    private void awaitMembers(ChaosCluster cluster, long seconds, boolean caughtUp)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            List<String> missing = new ArrayList<>();
            for (ChaosNode node : cluster.nodes()) {
                missing.addAll(cluster.missing(node, caughtUp));
            }
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(seconds)) {
                String what = "the cluster is not whole after " + seconds + " s: " + String.join("; ", missing);
                judgement.violated(what);
                throw new IOException(what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void judge(ChaosCluster cluster, RecordingClient client) throws IOException, InterruptedException {
        for (ChaosNode node : cluster.nodes()) {
            for (String item : OrderLoad.ITEMS) {
                if (!client.lookup(node, item, LOOKUP_TIMEOUT)) {
                    judgement.violated(node + " does not show " + item + " at the end");
                }
            }
        }
        NodeApi first = cluster.node(1).api();
        for (JsonNode store : first.json("/v1/stores").path("stores")) {
            compare(first, store.path("name").asText());
        }
        StoreLog log = LogReader.read(first, RecordingClient.STORE);
        for (ChaosNode node : cluster.nodes()) {
            if (!LogReader.read(node.api(), RecordingClient.STORE).equals(log)) {
                judgement.violated(node + " shows another log than node-1");
            }
        }
        judgement.log(log);
        new HistoryChecker(history.events(), log).violations().forEach(judgement::violated);
    }

    /** Compares the digests of a store's replicas. */
    private void compare(NodeApi node, String store) throws IOException, InterruptedException {
        JsonNode view = node.json("/v1/stores/" + store + "/digest");
        if (!Digests.agree(view, options.slots())) {
            judgement.violated("the replicas of " + store + " differ: " + view);
        }
    }

    private void keep(ChaosCluster cluster, Path kept) throws IOException {
        Files.createDirectories(kept);
        cluster.keep(kept);
        history.writeTo(kept.resolve("history.txt"));
        Files.write(kept.resolve("output.txt"), output.lines());
        output.line("The nodes' logs and the clients' history: " + kept.toAbsolutePath());
    }
}
