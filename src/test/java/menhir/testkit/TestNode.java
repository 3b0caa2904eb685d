package menhir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One node of a {@link TestCluster}: a process that comes and goes, a folder and two ports that stay. */
public final class TestNode {
    private static final String NOTE = "==== ";
    private static final String STARTED = "started";

    private final int number;
    private final List<String> options;
    private final Map<String, String> environment;
    private final Path dataFolder;
    private final Path log;
    private final NodeApi api;
    private @Nullable OwnProcess process;
    private boolean paused;

    /** @param options of its JVM, beside those that all have */
    TestNode(int number, List<String> options, Map<String, String> environment, Path folder, int httpPort) {
        this.number = number;
        this.options = options;
        this.environment = environment;
        this.dataFolder = folder.resolve("data").resolve(name());
        this.log = folder.resolve(name() + ".log");
        this.api = new NodeApi(httpPort);
    }

    public int number() {
        return number;
    }

    public String name() {
        return "node-" + number;
    }

    public NodeApi api() {
        return api;
    }

    /** All that its processes have written, one after the other. */
    public Path log() {
        return log;
    }

    /** What its present process has written. */
    public List<String> linesSinceStart() throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        int start = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(NOTE) && lines.get(i).endsWith(STARTED)) {
                start = i;
            }
        }
        return lines.subList(start, lines.size());
    }

    Path dataFolder() {
        return dataFolder;
    }

    /** Whether its process is there and not paused. */
    public boolean runs() {
        OwnProcess now = process;
        return now != null && now.isAlive() && !paused;
    }

    boolean isPaused() {
        return paused;
    }

    public long pid() {
        return running().pid();
    }

    public void start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(name() + " runs already");
        }
        note(STARTED);
        paused = false;
        process = OwnProcess.start(
                command(environment, "node").redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())));
    }

    /** A JVM with the packaged jar and this node's settings; {@code environment} wins over them. */
    ProcessBuilder command(Map<String, String> environment, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Dconfig.file=" + Path.of("run", name() + ".conf").toAbsolutePath());
        builder.command().addAll(options);
        builder.command().addAll(List.of("-jar", TestCluster.jar().toString()));
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(key -> key.startsWith("MENHIR_"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** SIGKILL: it has no time to do anything. */
    public void kill9() {
        note("killed -9");
        running().kill9();
        process = null;
        paused = false;
    }

    /**
     * SIGTERM; returns when it has ended.
     *
     * @return how long that took
     * @throws AssertionError if it did not end in order
     */
    public Duration stop() {
        note("asked to stop");
        long begun = System.nanoTime();
        running().terminate();
        int status = running().awaitExit();
        process = null;
        // 128 + SIGTERM: how a JVM ends that was asked to by a signal.
        if (status != 143 && status != 0) {
            throw new AssertionError(name() + " ended with status " + status);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** SIGSTOP: the process is there, its connections are open, and nothing moves. */
    public void pause() {
        note("paused");
        running().signal("STOP");
        paused = true;
    }

    /** SIGCONT. */
    public void resume() {
        note("resumed");
        running().signal("CONT");
        paused = false;
    }

    /** The loss of its disk, while it is down. */
    public void wipeSlot() {
        if (process != null) {
            throw new IllegalStateException(name() + " still uses its disk");
        }
        note("loses its disk");
        try {
            Folders.delete(dataFolder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wipe " + dataFolder, e);
        }
    }

    void end() {
        OwnProcess now = process;
        if (now != null) {
            now.kill9();
        }
    }

    /** Runs the same node a second time, with some settings that are not its own. */
    public Ran runBeside(Map<String, String> otherSettings) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.putAll(otherSettings);
        return Ran.of(command(settings, "node"));
    }

    private OwnProcess running() {
        OwnProcess now = process;
        if (now == null) {
            throw new IllegalStateException(name() + " is not there");
        }
        return now;
    }

    void note(String what) {
        String line = NOTE + Instant.now() + ": " + what + "\n";
        try {
            Files.writeString(log, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + log, e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
