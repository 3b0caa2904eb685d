package menhir.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import menhir.chaos.Reservations.Claim;

/** Does the faults of a plan, some of them at the same time, until its time is over. Then everything is healed. */
final class Nemesis {
    private static final long POLL_MILLIS = 50;
    private static final long RESERVE_SECONDS = 25;
    private static final long END_SECONDS = 300;

    /**
     * A fault that was done.
     *
     * @param text the fault in words
     * @param to when it was healed
     */
    record Episode(String text, long from, long to) {}

    private final ChaosCluster cluster;
    private final FaultPlan plan;
    private final FaultActions actions;
    private final Output output;
    private final Reservations reservations;
    private final CountDownLatch over;
    private final List<Episode> episodes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * A nemesis.
     *
     * @param over tells the actions that the time is over; this nemesis counts it down
     */
    Nemesis(ChaosCluster cluster, FaultPlan plan, FaultActions actions, Output output, CountDownLatch over) {
        this.cluster = cluster;
        this.plan = plan;
        this.actions = actions;
        this.output = output;
        this.reservations = new Reservations(cluster.slots());
        this.over = over;
    }

    /** Does faults for some time, and returns when all of them are healed. */
    void run(long seconds) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0) {
            Fault fault = plan.next();
            sleepUntil(Math.min(end - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(fault.pauseMillis())));
            if (System.nanoTime() - end < 0) {
                begin(fault, end);
            }
        }
        over.countDown();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
            if (thread.isAlive()) {
                throw new IOException("the fault \"" + thread.getName() + "\" does not end");
            }
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
    }

    /** Begins a fault as soon as its nodes are free. */
    private void begin(Fault fault, long end) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(RESERVE_SECONDS) && System.nanoTime() - end < 0) {
            int first = fault.node() == Fault.LEADER ? cluster.leader() : fault.node();
            int node = first == 0 ? fault.other() : first;
            int other = node == fault.other() ? node % cluster.slots() + 1 : fault.other();
            Claim claim = claim(fault.kind(), node, other);
            if (reservations.reserve(claim)) {
                start(fault, node, other, claim);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        output.event(
                "fault " + fault.number() + ", " + fault.kind().option() + ", left out: other faults last too long");
    }

    private static Claim claim(FaultKind kind, int node, int other) {
        List<Integer> nodes = kind.isCut() ? List.of() : kind.isOfTwo() ? List.of(node, other) : List.of(node);
        return new Claim(nodes, kind.forgets() ? node : 0, kind.isExclusive());
    }

    private void start(Fault fault, int node, int other, Claim claim) {
        String text = fault.describe(node, other);
        Thread thread = new Thread(() -> perform(fault, text, node, other, claim), text);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void perform(Fault fault, String text, int node, int other, Claim claim) {
        long from = System.nanoTime();
        output.event("fault %d: %s, %.1f s".formatted(fault.number(), text, fault.holdMillis() / 1e3));
        try {
            actions.perform(fault, cluster.node(node), cluster.node(other));
        } catch (IOException e) {
            output.event("fault " + fault.number() + " failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reservations.release(claim);
        }
        long to = System.nanoTime();
        output.event("fault " + fault.number() + " healed");
        synchronized (episodes) {
            episodes.add(new Episode(text, from, to));
        }
    }

    /** The faults so far that were healed. */
    List<Episode> episodes() {
        synchronized (episodes) {
            return List.copyOf(episodes);
        }
    }
}
