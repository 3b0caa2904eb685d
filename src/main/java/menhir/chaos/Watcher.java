package menhir.chaos;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import menhir.chaos.check.ClusterTimeline;

/**
 * Watches the nodes: notes in the timeline when a started node has read its logs and when a disk that forgot something is a
 * member's again, and restarts nodes that have ended by themselves, as a supervisor does. Thread-safe.
 */
final class Watcher {
    private static final long PERIOD_MILLIS = 50;
    private static final long RESTART_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A started node counts after this time, even if it has not read its logs. */
    private static final long MAX_START_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** A replica counts as a member when it was seen as one so often. */
    private static final int SEEN_AS_MEMBER = 3;

    private final ChaosCluster cluster;
    private final ClusterTimeline timeline;
    private final Output output;
    private final Map<ChaosNode, Long> starting = new HashMap<>();
    private final Set<ChaosNode> full = new HashSet<>();
    private final Map<ChaosNode, Integer> forgetful = new HashMap<>();
    private final Map<ChaosNode, Long> endedNanos = new HashMap<>();
    private int ends;
    private long longestStartNanos;

    Watcher(ChaosCluster cluster, ClusterTimeline timeline, Output output) {
        this.cluster = cluster;
        this.timeline = timeline;
        this.output = output;
    }

    /** A node is about to end, to be paused, or to be without space on its disk. */
    synchronized void down(ChaosNode node) {
        starting.remove(node);
        timeline.down(node.number(), System.nanoTime());
    }

    /** A node was started, or resumed, perhaps while it was starting: it counts as soon as it has read its logs. */
    synchronized void started(ChaosNode node) {
        starting.put(node, System.nanoTime());
    }

    /** A node's disk has no space: it does not count, even if it answers. */
    synchronized void full(ChaosNode node) {
        down(node);
        full.add(node);
    }

    /** A node's disk has space again. */
    synchronized void emptied(ChaosNode node) {
        full.remove(node);
        starting.put(node, System.nanoTime());
    }

    /** A node's disk has lost something. */
    synchronized void forgot(ChaosNode node) {
        forgetful.put(node, 0);
        timeline.forgot(node.number(), System.nanoTime());
    }

    /** Whether a node's disk has lost something, and is not a member's yet. */
    synchronized boolean isForgetful(ChaosNode node) {
        return forgetful.containsKey(node);
    }

    /** How often a node has ended by itself. */
    synchronized int ends() {
        return ends;
    }

    /** The longest time in which a node that was started, or resumed, had read its logs, in nanoseconds. */
    synchronized long longestStartNanos() {
        return longestStartNanos;
    }

    /** Watches until the thread is interrupted. */
    void run() {
        try {
            while (true) {
                for (ChaosNode node : cluster.nodes()) {
                    watch(node);
                }
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            output.event("the nodes are not watched any more: " + e);
        }
    }

    private void watch(ChaosNode node) throws IOException, InterruptedException {
        if (node.hasEndedByItself()) {
            restart(node);
        } else if (isStarting(node) && (cluster.hasReadLogs(node) || isLate(node))) {
            counts(node);
        } else if (isForgetful(node)) {
            remember(node, cluster.isMember(node));
        }
    }

    private void restart(ChaosNode node) throws IOException {
        long now = System.nanoTime();
        Long ended = endedNanos.get(node);
        if (ended == null) {
            endedNanos.put(node, now);
            synchronized (this) {
                ends++;
                down(node);
            }
            output.event(node + " has ended by itself: " + node.process().lastReason());
        } else if (now - ended >= RESTART_NANOS) {
            endedNanos.remove(node);
            started(node);
            node.restart();
        }
    }

    private synchronized boolean isStarting(ChaosNode node) {
        return starting.containsKey(node) && !full.contains(node);
    }

    private synchronized boolean isLate(ChaosNode node) {
        Long since = starting.get(node);
        return since != null && System.nanoTime() - since > MAX_START_NANOS;
    }

    private synchronized void counts(ChaosNode node) {
        Long since = starting.remove(node);
        if (since != null && node.runs()) {
            long now = System.nanoTime();
            longestStartNanos = Math.max(longestStartNanos, now - since);
            timeline.up(node.number(), now);
            output.event("%s counts %.1f s after its start".formatted(node, (now - since) / 1e9));
        }
    }

    private synchronized void remember(ChaosNode node, boolean member) {
        int seen = member ? forgetful.getOrDefault(node, 0) + 1 : 0;
        if (seen >= SEEN_AS_MEMBER) {
            forgetful.remove(node);
            timeline.remembers(node.number(), System.nanoTime());
            output.event(node + " has everything again");
        } else {
            forgetful.put(node, seen);
        }
    }
}
