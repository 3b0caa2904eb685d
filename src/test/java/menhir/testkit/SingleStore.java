package menhir.testkit;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import menhir.experiment.lab.Folders;
import menhir.experiment.lab.FreePorts;
import menhir.experiment.lab.GuardedProcess;
import menhir.experiment.lab.NodeApi;

/** A store in one process, started by its launch script. Its log is below {@code target/system-tests}. */
public final class SingleStore implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("menhir-single-store");
    private final Path log =
            Files.createDirectories(Path.of("target", "system-tests")).resolve("single-store.log");
    private final int port = FreePorts.range(2, RandomGenerator.getDefault());
    private GuardedProcess process;

    private SingleStore() throws IOException {
        Files.deleteIfExists(log);
        process = launch();
        awaitReady();
    }

    /** Starts a store with an empty folder, and returns when it is ready. */
    public static SingleStore start() throws IOException {
        return new SingleStore();
    }

    private GuardedProcess launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "./run/store", "--http-port", Integer.toString(port), "--data-dir", folder.toString());
        builder.environment().keySet().removeIf(key -> key.startsWith("MENHIR_"));
        builder.environment().put("MENHIR_JAR", TestedJar.path().toString());
        builder.environment().put("MENHIR_REMOTE_PORT", Integer.toString(port + 1));
        builder.environment().put("MENHIR_HEAP", "256m");
        builder.environment().put("MENHIR_GC", "SerialGC");
        return GuardedProcess.start(builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())));
    }

    private void awaitReady() {
        TestCluster.until(
                "the store is ready, see " + log,
                () -> api().get("/ready", Duration.ofSeconds(3)).status() == 200);
    }

    public NodeApi api() {
        return new NodeApi(port);
    }

    /** Sends SIGKILL, and returns once the process has exited. */
    public void kill9() throws IOException, InterruptedException {
        process.kill();
        process.awaitExit();
    }

    /** Starts the store again on its data, and returns when it is ready. */
    public void restart() throws IOException {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() throws IOException {
        try {
            kill9();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Folders.delete(folder);
    }
}
