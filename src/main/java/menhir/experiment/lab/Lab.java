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
import menhir.experiment.Options;
import menhir.experiment.Stage;

/**
 * What an experiment works with. Whatever was started here ends with it, also on Ctrl-C, and its folder is deleted; the
 * nodes' logs can be kept before.
 */
public final class Lab implements AutoCloseable {

    /** What a measurement may take beyond its time, until it counts as stuck: orders are looked up again after it. */
    private static final long GRACE_SECONDS = 300;

    /** A measurement; {@code goesOn} tells it when its time is over. */
    public interface Measurement<T> {
        T run(BooleanSupplier goesOn) throws IOException, InterruptedException;
    }

    private final Options scale;
    private final Stage stage;
    private final Path folder;
    private final List<LabCluster> clusters = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "measurement");
        created.setDaemon(true);
        return created;
    });
    private final Thread hook = new Thread(this::cleanUp, "end what the experiment started");
    private boolean closed;

    public Lab(Options scale, Stage stage) throws IOException {
        this.scale = scale;
        this.stage = stage;
        folder = Files.createTempDirectory("menhir-experiment");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public Options scale() {
        return scale;
    }

    /** Says what is being done now. */
    public void note(String what) {
        stage.note(what);
    }

    /** Starts a cluster and waits until it takes orders. One at a time: those before are ended. */
    public LabCluster cluster(ClusterSpec setup) throws IOException, InterruptedException {
        LabCluster cluster = prepare(setup);
        cluster.start();
        return cluster;
    }

    /** A cluster that is still to be started. One at a time: those before are ended. */
    public LabCluster prepare(ClusterSpec setup) throws IOException, InterruptedException {
        endClusters();
        stage.note("starting " + setup.nodes() + " nodes");
        LabCluster cluster;
        synchronized (this) {
            if (closed) {
                throw new InterruptedException("the experiment is being ended");
            }
            cluster = new LabCluster(setup, folder.resolve("cluster-" + (clusters.size() + 1)));
            clusters.add(cluster);
        }
        return cluster;
    }

    private void endClusters() {
        List<LabCluster> open;
        synchronized (this) {
            open = List.copyOf(clusters);
        }
        open.forEach(LabCluster::end);
    }

    /** Lets something run for so many seconds, beside the progress bar. */
    public <T> T during(long seconds, String what, Measurement<T> measurement)
            throws IOException, InterruptedException {
        stage.note(what);
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Future<T> running = thread.submit(() -> measurement.run(() -> System.nanoTime() - endNanos < 0));
        for (long second = 0; second < seconds + GRACE_SECONDS; second++) {
            try {
                T result = running.get(1, TimeUnit.SECONDS);
                for (long step = Math.min(second, seconds); step < seconds; step++) {
                    stage.step();
                }
                return result;
            } catch (TimeoutException stillRunning) {
                if (second < seconds) {
                    stage.step();
                }
            } catch (ExecutionException failed) {
                throw cause(failed, what);
            }
        }
        running.cancel(true);
        throw new IOException(what + " was not over " + GRACE_SECONDS + " s after its time");
    }

    private static IOException cause(ExecutionException failed, String what) {
        Throwable cause = failed.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException(what + " failed: " + (cause == null ? failed : cause.getMessage()), cause);
    }

    /** Copies the nodes' logs, for people who want to know why an experiment failed. */
    public void keepLogs(Path into) throws IOException {
        for (LabCluster cluster : clusters) {
            cluster.keepLogs(into);
        }
    }

    private synchronized void cleanUp() {
        closed = true;
        clusters.forEach(LabCluster::end);
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            stage.note("the folder " + folder + " could not be deleted: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        cleanUp();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ignored) {
            // Ctrl-C: the hook is running, or has run.
        }
    }
}
