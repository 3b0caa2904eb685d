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
import menhir.client.events.Watch;
import menhir.client.http.NoServerException;
import menhir.client.http.StoreClient;

/** Several clients at once, each with fail-over state of its own. */
public final class WorkloadRunner {

    /**
     * What came of a run.
     *
     * @param failures of clients that had to give up, in words, each once
     */
    public record Result(
            RunMetrics.Counts counts, OrderCheck.Verdict verdict, List<String> failures, long elapsedMillis) {}

    private final StoreClient connection;
    private final WalkPlan plan;
    private final int clients;
    private final long seed;

    public WorkloadRunner(StoreClient connection, WalkPlan plan, int clients, long seed) {
        this.connection = connection;
        this.plan = plan;
        this.clients = clients;
        this.seed = seed;
    }

    public Result run(Progress progress) throws InterruptedException {
        return run(progress, Watch.NOBODY, () -> true);
    }

    /**
     * Runs until the clients have done all their iterations, or may not go on. Its time is bounded by that of the requests: each has a deadline, and a client ends at its
     * first failure.
     *
     * @param goesOn asked before each iteration
     */
    public Result run(Progress progress, Watch watch, BooleanSupplier goesOn) throws InterruptedException {
        RunMetrics tally = new RunMetrics(watch);
        OrderCheck check = new OrderCheck();
        SplittableRandom seeds = new SplittableRandom(seed);
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        long begunNanos = System.nanoTime();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Session session = connection.session(i, tally);
                RandomWalk walker = new RandomWalk(plan, session, seeds.split(), check);
                running.add(threads.submit(() -> {
                    walker.run(progress::step, goesOn);
                    return null;
                }));
            }
            List<String> failures = await(running);
            long elapsedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
            return new Result(tally.counts(), check.verdict(), failures, elapsedMillis);
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
                    throw new IllegalStateException("a client ended unexpectedly", failed.getCause());
                }
                String why = String.valueOf(failed.getCause().getMessage());
                if (!failures.contains(why)) {
                    failures.add(why);
                }
            }
        }
        return failures;
    }
}
