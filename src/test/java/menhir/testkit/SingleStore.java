package menhir.testkit;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import menhir.experiment.lab.Folders;
import menhir.experiment.lab.FreePorts;
import menhir.experiment.lab.GuardedProcess;
import menhir.experiment.lab.NodeApi;
import org.jspecify.annotations.Nullable;

/** A store in one process, started by its launch script. Its log is below {@code target/system-tests}. */
public final class SingleStore implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("menhir-single-store");
    private final Path log =
            Files.createDirectories(Path.of("target", "system-tests")).resolve("single-store.log");
    private final int port = FreePorts.range(2, RandomGenerator.getDefault());
    private final String cluster;
    private @Nullable GuardedProcess process;

    private SingleStore(String cluster) throws IOException {
        this.cluster = cluster;
        Files.deleteIfExists(log);
    }

    /** Starts a store with an empty folder, and returns when it is ready. */
    public static SingleStore start() throws IOException {
        SingleStore store = new SingleStore("menhir");
        store.restart();
        return store;
    }

    /** Starts a store that was restored from backups, and returns when it is ready. */
    public static SingleStore restored(String cluster, List<Path> backups) throws IOException {
        SingleStore store = new SingleStore(cluster);
        List<String> restore = new ArrayList<>(List.of("restore", "--one-process"));
        backups.forEach(backup -> restore.addAll(List.of("--file", backup.toString())));
        CommandResult result = store.admin(restore);
        if (result.status() != 0) {
            throw new IOException(result.toString());
        }
        store.restart();
        return store;
    }

    /** Runs a command of {@code ./run/admin} with the settings of this store, until it exits. */
    public CommandResult admin(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("./run/admin"));
        command.addAll(arguments);
        return CommandResult.of(script(command));
    }

    private GuardedProcess launch() throws IOException {
        ProcessBuilder builder = script(List.of("./run/store", "--http-port", Integer.toString(port)));
        return GuardedProcess.start(builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())));
    }

    private ProcessBuilder script(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith("MENHIR_"));
        builder.environment().put("MENHIR_JAR", TestedJar.path().toString());
        builder.environment().put("MENHIR_DATA_DIR", folder.toString());
        builder.environment().put("MENHIR_CLUSTER_NAME", cluster);
        builder.environment().put("MENHIR_ADMIN_TOKEN", "token-of-this-test");
        builder.environment().put("MENHIR_REMOTE_PORT", Integer.toString(port + 1));
        builder.environment().put("MENHIR_HEAP", "256m");
        builder.environment().put("MENHIR_GC", "SerialGC");
        return builder;
    }

    private void awaitReady() {
        TestCluster.until(
                "the store is ready, see " + log,
                () -> api().get("/ready", Duration.ofSeconds(3)).status() == 200);
    }

    public NodeApi api() {
        return new NodeApi(port);
    }

    /** Its address, host:port. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Sends SIGKILL, and returns once the process has exited. */
    public void kill9() throws IOException, InterruptedException {
        GuardedProcess running = process;
        if (running != null) {
            running.kill();
            running.awaitExit();
        }
    }

    /** Starts the store on its data, and returns when it is ready. */
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
