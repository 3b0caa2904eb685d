package menhir.client.run;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import menhir.client.http.NoServerException;
import menhir.client.metrics.RequestListener;

/** Runs several clients at once, each in a thread and with fail-over state of its own. */
public final class WorkloadRunner {

    private final StoreClient client;
    private final WalkPlan plan;
    private final int clients;
    private final long seed;

    /**
     * A run that has not started.
     *
     * @param clients how many run at once, at least 1
     * @param seed decides which items each client visits
     */
    public WorkloadRunner(StoreClient client, WalkPlan plan, int clients, long seed) {
        this.client = client;
        this.plan = plan;
        this.clients = clients;
        this.seed = seed;
    }

    /** Runs as {@link #run(Runnable, RequestListener, BooleanSupplier)}, and nobody listens to the requests. */
    public RunResult run(Runnable afterIteration, BooleanSupplier goesOn) throws InterruptedException {
        return run(afterIteration, RequestListener.NONE, goesOn);
    }

    /**
     * Runs until the clients have done all iterations or are told to stop. The run's time is bounded: each request has a
     * deadline, and a client ends at its first failure.
     *
     * @param afterIteration called after each iteration of each client, by many threads
     * @param goesOn checked before each iteration; a client stops at the first false
     */
    public RunResult run(Runnable afterIteration, RequestListener listener, BooleanSupplier goesOn)
            throws InterruptedException {
        RunMetrics metrics = new RunMetrics(listener);
        OrderVerifier verifier = new OrderVerifier();
        SplittableRandom seeds = new SplittableRandom(seed);
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        long startedNanos = System.nanoTime();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                RandomWalk walk = new RandomWalk(plan, client.session(i, metrics), seeds.split(), verifier);
                running.add(threads.submit(() -> {
                    walk.run(afterIteration, goesOn);
                    return null;
                }));
            }
            List<String> failures = await(running);
            long elapsedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
            return new RunResult(metrics.counts(), verifier.result(), failures, elapsedMillis);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> await(List<Future<?>> running) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (Future<?> client : running) {
            try {
                client.get();
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof NoServerException)) {
                    throw new IllegalStateException("a client failed unexpectedly", failed.getCause());
                }
                String reason = String.valueOf(failed.getCause().getMessage());
                if (!failures.contains(reason)) {
                    failures.add(reason);
                }
            }
        }
        return failures;
    }
}
