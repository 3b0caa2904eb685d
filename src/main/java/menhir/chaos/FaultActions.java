package menhir.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import menhir.experiment.lab.Folders;

/** How each kind of fault is done and healed. */
final class FaultActions {
    private static final long POLL_MILLIS = 50;
    private static final long REFUSE_SECONDS = 30;
    private static final long JOIN_SECONDS = 90;

    private final ChaosCluster cluster;
    private final Watcher watcher;
    private final Cuts cuts;
    private final Path folder;
    private final SplittableRandom random;
    private final CountDownLatch over;
    private final List<String> violations = new ArrayList<>();

    /** The spans in which a node was restarted in a rolling restart. */
    private final List<Restart> restarts = new ArrayList<>();

    /** A restart of a node, from its SIGTERM until it was a member again. */
    record Restart(String node, long from, long to) {}

    /**
     * Actions.
     *
     * @param folder for copies of data
     * @param over becomes zero when all faults must end
     */
    FaultActions(ChaosCluster cluster, Watcher watcher, Cuts cuts, Path folder, long seed, CountDownLatch over) {
        this.cluster = cluster;
        this.watcher = watcher;
        this.cuts = cuts;
        this.folder = folder;
        this.random = new SplittableRandom(seed);
        this.over = over;
    }

    /** What a fault itself has shown to be wrong. */
    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** All restarts of rolling restarts. */
    synchronized List<Restart> restarts() {
        return List.copyOf(restarts);
    }

    /** Does a fault, and returns when it is healed. */
    void perform(Fault fault, ChaosNode node, ChaosNode other) throws IOException, InterruptedException {
        long hold = fault.holdMillis();
        switch (fault.kind()) {
            case KILL -> killed(node, hold);
            case STOP -> stopped(node, hold);
            case PAUSE -> paused(node, hold);
            case KILL_START -> killedAtStart(node, hold);
            case CUT_LINK -> cut(List.of(node, other), List.of(node, other), hold);
            case CUT_ONE_WAY -> cut(List.of(node), List.of(other), hold);
            case CUT_OFF -> cutOff(node, hold);
            case CUT_ALL -> cut(cluster.nodes(), cluster.nodes(), hold);
            case KILL_ALL -> allKilled(hold);
            case ROLL -> roll(hold);
            case WIPE -> wiped(node, hold);
            case OLDER_DISK -> older(node, hold);
            case FLIP_BYTES -> flipped(node, hold);
            case SWAP -> swapped(node, other);
            case FULL_DISK -> full(node, hold);
        }
    }

    private void hold(long millis) throws InterruptedException {
        over.await(millis, TimeUnit.MILLISECONDS);
    }

    private void kill(ChaosNode node) throws IOException, InterruptedException {
        watcher.down(node);
        node.kill();
    }

    private void stop(ChaosNode node) throws IOException, InterruptedException {
        watcher.down(node);
        node.stop();
    }

    private void start(ChaosNode node) throws IOException {
        watcher.started(node);
        node.start();
    }

    // ---- processes --------------------------------------------------------------------------------------------------

    private void killed(ChaosNode node, long hold) throws IOException, InterruptedException {
        kill(node);
        hold(hold);
        start(node);
    }

    private void stopped(ChaosNode node, long hold) throws IOException, InterruptedException {
        stop(node);
        hold(hold);
        start(node);
    }

    private void paused(ChaosNode node, long hold) throws IOException, InterruptedException {
        watcher.down(node);
        node.pause();
        hold(hold);
        node.resume();
        watcher.started(node);
    }

    private void killedAtStart(ChaosNode node, long hold) throws IOException, InterruptedException {
        kill(node);
        start(node);
        hold(hold);
        kill(node);
        start(node);
    }

    private void allKilled(long hold) throws IOException, InterruptedException {
        for (ChaosNode node : cluster.nodes()) {
            kill(node);
        }
        hold(hold);
        for (ChaosNode node : cluster.nodes()) {
            start(node);
        }
    }

    private void roll(long hold) throws IOException, InterruptedException {
        for (ChaosNode node : cluster.nodes()) {
            // As an operator does: the next node only when all are members.
            await(
                    JOIN_SECONDS,
                    () -> over.getCount() == 0 || cluster.nodes().stream().allMatch(this::isMember));
            if (over.getCount() == 0) {
                return;
            }
            long from = System.nanoTime();
            stop(node);
            start(node);
            if (!await(JOIN_SECONDS, () -> isMember(node))) {
                violated(node + " was not a member " + JOIN_SECONDS + " s after a rolling restart");
            }
            synchronized (this) {
                restarts.add(new Restart(node.name(), from, System.nanoTime()));
            }
            hold(hold);
        }
    }

    private boolean isMember(ChaosNode node) {
        try {
            return cluster.isMember(node);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    // ---- links ------------------------------------------------------------------------------------------------------

    /** Cuts the links from any of some nodes to any of some others. */
    private void cut(List<ChaosNode> from, List<ChaosNode> to, long hold) throws IOException, InterruptedException {
        for (ChaosNode one : from) {
            for (ChaosNode other : to) {
                if (one != other) {
                    cuts.cut(one.number(), other.number());
                }
            }
        }
        hold(hold);
        for (ChaosNode one : from) {
            for (ChaosNode other : to) {
                if (one != other) {
                    cuts.restore(one.number(), other.number());
                }
            }
        }
    }

    private void cutOff(ChaosNode node, long hold) throws IOException, InterruptedException {
        List<ChaosNode> others = new ArrayList<>(cluster.nodes());
        others.remove(node);
        for (ChaosNode other : others) {
            cuts.cut(other.number(), node.number());
        }
        cut(List.of(node), others, hold);
        for (ChaosNode other : others) {
            cuts.restore(other.number(), node.number());
        }
    }

    // ---- disks ------------------------------------------------------------------------------------------------------

    private void wiped(ChaosNode node, long hold) throws IOException, InterruptedException {
        kill(node);
        watcher.forgot(node);
        Disks.wipe(node);
        hold(hold);
        start(node);
        awaitRemembered(node);
    }

    private void older(ChaosNode node, long hold) throws IOException, InterruptedException {
        Path copy = copy(node, "older");
        stop(node);
        Folders.copy(node.data(), copy);
        start(node);
        await(JOIN_SECONDS, () -> isMember(node));
        hold(hold);
        kill(node);
        watcher.forgot(node);
        Disks.replace(node, copy);
        start(node);
        awaitRemembered(node);
    }

    private void flipped(ChaosNode node, long hold) throws IOException, InterruptedException {
        kill(node);
        watcher.forgot(node);
        Disks.flip(node, random);
        start(node);
        hold(hold);
        kill(node);
        // It may have been a member meanwhile: the bytes may be some that it does not read.
        watcher.forgot(node);
        Disks.wipe(node);
        start(node);
        awaitRemembered(node);
    }

    private Path copy(ChaosNode node, String name) throws IOException {
        Path copy = folder.resolve(name + "-data-of-" + node);
        Folders.delete(copy);
        return copy;
    }

    private void awaitRemembered(ChaosNode node) throws InterruptedException {
        await(JOIN_SECONDS, () -> !watcher.isForgetful(node));
    }

    private void swapped(ChaosNode one, ChaosNode other) throws IOException, InterruptedException {
        kill(one);
        kill(other);
        Path ofOne = copy(one, "own");
        Path ofOther = copy(other, "own");
        Folders.copy(one.data(), ofOne);
        Folders.copy(other.data(), ofOther);
        Disks.replace(one, ofOther);
        Disks.replace(other, ofOne);
        one.process().start();
        other.process().start();
        for (ChaosNode node : List.of(one, other)) {
            if (!await(REFUSE_SECONDS, () -> !node.process().isAlive())) {
                violated(node + " started with the data of another node");
                node.process().kill9();
            }
        }
        Disks.replace(one, ofOne);
        Disks.replace(other, ofOther);
        start(one);
        start(other);
    }

    private void full(ChaosNode node, long hold) throws IOException, InterruptedException {
        watcher.full(node);
        Disks.fill(node);
        hold(hold);
        Disks.empty(node);
        watcher.emptied(node);
    }

    private synchronized void violated(String what) {
        violations.add(what);
    }

    private static boolean await(long seconds, BooleanSupplier condition) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(seconds)) {
            if (condition.getAsBoolean()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return condition.getAsBoolean();
    }
}
