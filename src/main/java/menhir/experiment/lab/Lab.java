package menhir.experiment.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The environment of an experiment: starts clusters and runs measurements. Closing it, or Ctrl-C, kills all nodes and
 * deletes the folder; the nodes' logs can be copied first.
 */
public final class Lab implements AutoCloseable {

    /** Time that a measurement gets beyond its planned duration, because clients then look up their orders again. */
    private static final long GRACE_SECONDS = 300;

    /** A measurement; {@code running} returns false once its planned duration is over. */
    public interface Measurement<T> {
        T run(BooleanSupplier running) throws IOException, InterruptedException;
    }

    private final ProgressOutput output;
    private final Path folder;
    private final List<LabCluster> clusters = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "measurement");
        created.setDaemon(true);
        return created;
    });
    private final Thread hook = new Thread(this::cleanUp, "experiment-cleanup");
    private boolean closed;

    /** Creates a temporary folder and a shutdown hook that removes it. */
    public Lab(ProgressOutput output) throws IOException {
        this.output = output;
        folder = Files.createTempDirectory("menhir-experiment");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Shows the current phase to the user. */
    public void note(String phase) {
        output.note(phase);
    }

    /** Starts a cluster and waits until it is ready. Ends the previous cluster, if any. */
    public LabCluster cluster(ClusterSpec spec) throws IOException, InterruptedException {
        LabCluster cluster = prepare(spec);
        cluster.start();
        return cluster;
    }

    /** Creates a cluster without starting it. Ends the previous cluster, if any. */
    public LabCluster prepare(ClusterSpec spec) throws IOException, InterruptedException {
        endClusters();
        output.note("starting " + spec.nodes() + (spec.nodes() == 1 ? " node" : " nodes"));
        LabCluster cluster;
        synchronized (this) {
            if (closed) {
                throw new InterruptedException("the experiment was stopped");
            }
            cluster = new LabCluster(spec, folder.resolve("cluster-" + (clusters.size() + 1)));
            clusters.add(cluster);
        }
        return cluster;
    }

    /** Ends all clusters, and deletes their data: many of them would fill the disk. */
    public void endClusters() throws IOException, InterruptedException {
        List<LabCluster> open;
        synchronized (this) {
            open = List.copyOf(clusters);
        }
        for (LabCluster cluster : open) {
            cluster.discard();
        }
    }

    /**
     * Runs a measurement while the progress bar advances.
     *
     * @param seconds planned duration; the measurement polls whether it is over
     * @param phase shown to the user
     * @throws IOException if the measurement fails, or is not over some minutes after its planned end
     */
    public <T> T during(long seconds, String phase, Measurement<T> measurement)
            throws IOException, InterruptedException {
        output.note(phase);
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Future<T> result = thread.submit(() -> measurement.run(() -> System.nanoTime() - endNanos < 0));
        for (long second = 0; second < seconds + GRACE_SECONDS; second++) {
            try {
                T value = result.get(1, TimeUnit.SECONDS);
                for (long step = Math.min(second, seconds); step < seconds; step++) {
                    output.step();
                }
                return value;
            } catch (TimeoutException stillRunning) {
                if (second < seconds) {
                    output.step();
                }
            } catch (ExecutionException failed) {
                throw cause(failed, phase);
            }
        }
        result.cancel(true);
        throw new IOException(phase + " still ran " + GRACE_SECONDS + " s after its planned end");
    }

    private static IOException cause(ExecutionException failed, String phase) {
        Throwable cause = failed.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException(phase + " failed: " + (cause == null ? failed : cause.getMessage()), cause);
    }

    /** Copies the nodes' logs, so that a failed experiment can be diagnosed. */
    public void copyLogs(Path target) throws IOException {
        for (LabCluster cluster : clusters) {
            cluster.copyLogs(target);
        }
    }

    private synchronized void cleanUp() {
        closed = true;
        clusters.forEach(LabCluster::end);
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            output.note("the folder " + folder + " could not be deleted: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        cleanUp();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ignored) {
            // The JVM is shutting down: the hook runs or has run.
        }
    }
}
