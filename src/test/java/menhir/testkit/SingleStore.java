package menhir.testkit;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A store in one process, started by its launch script; its log is below {@code target/system-tests}. */
public final class SingleStore implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("menhir-single-store");
    private final Path log =
            Files.createDirectories(Path.of("target", "system-tests")).resolve("single-store.log");
    private final int port;
    private OwnProcess process;

    private SingleStore() throws IOException {
        Files.deleteIfExists(log);
        port = TestCluster.freePorts(2);
        process = launch();
        awaitReady();
    }

    /** One with an empty folder; returns when it is ready. */
    public static SingleStore start() throws IOException {
        return new SingleStore();
    }

    private OwnProcess launch() {
        ProcessBuilder builder = new ProcessBuilder(
                "./run/store", "--http-port", Integer.toString(port), "--data-dir", folder.toString());
        builder.environment().keySet().removeIf(key -> key.startsWith("MENHIR_"));
        builder.environment().put("MENHIR_JAR", TestCluster.jar().toString());
        builder.environment().put("MENHIR_REMOTE_PORT", Integer.toString(port + 1));
        builder.environment().put("MENHIR_HEAP", "256m");
        builder.environment().put("MENHIR_GC", "SerialGC");
        return OwnProcess.start(builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())));
    }

    private void awaitReady() {
        TestCluster.until(
                "the store is ready, see " + log,
                () -> api().get("/ready", Duration.ofSeconds(3)).status() == 200);
    }

    public NodeApi api() {
        return new NodeApi(port);
    }

    public void kill9() {
        process.kill9();
    }

    public void startAgain() {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() throws IOException {
        process.kill9();
        Folders.delete(folder);
    }
}
