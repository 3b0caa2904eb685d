package menhir.experiment.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import menhir.client.Clients;
import menhir.client.metrics.RequestListener;

/**
 * The class data archive (AppCDS) beside the packaged jar: it saves half of the processor time of a start. The JVM
 * checks that an archive belongs to the jar and to the JVM, and ignores it otherwise.
 */
public final class ClassDataArchive {
    private static final long START_SECONDS = 60;
    private static final long TIMEOUT_MILLIS = 5_000;

    private ClassDataArchive() {}

    /** Creates the archive of the program's jar if it is missing or older than the jar. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ensure();
    }

    /**
     * JVM options that use the archive of a jar; none if there is no archive. Without the log options, a JVM that cannot use the
     * archive writes a warning.
     */
    static List<String> options(Path jar) {
        Path archive = of(jar);
        return Files.isReadable(archive)
                ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : List.of();
    }

    private static Path of(Path jar) {
        return jar.resolveSibling(jar.getFileName() + ".jsa");
    }

    /**
     * Creates the archive of the program's jar if it is missing or older than the jar. If another process creates it now, waits
     * for that.
     *
     * @throws IOException if it cannot be created; everything works without it
     */
    public static synchronized void ensure() throws IOException, InterruptedException {
        Path jar = ProgramJar.path();
        Path archive = of(jar);
        if (isUpToDate(archive, jar)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(jar, StandardOpenOption.WRITE)) {
            // Released when the channel is closed.
            channel.lock();
            if (!isUpToDate(archive, jar)) {
                Files.deleteIfExists(archive);
                create(archive);
            }
        }
    }

    private static boolean isUpToDate(Path archive, Path jar) throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) >= 0;
    }

    /** Runs two nodes, one of which writes the classes that it has loaded when it exits. */
    private static void create(Path archive) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("menhir-archive");
        // A JVM crashes on an incomplete archive, so the file gets its name only when it is complete.
        Path incomplete = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid());
        int httpPort = FreePorts.range(4, RandomGenerator.getDefault());
        List<GuardedProcess> nodes = new ArrayList<>();
        try {
            // The second node leads the stores, and has a majority of the slots.
            nodes.add(start(folder, httpPort, 1, List.of(1), List.of()));
            nodes.add(start(folder, httpPort, 2, List.of(2, 3), List.of("-XX:ArchiveClassesAtExit=" + incomplete)));
            use(List.of("127.0.0.1:" + httpPort, "127.0.0.1:" + (httpPort + 1)));
            nodes.get(1).terminate();
            nodes.get(1).awaitExit();
            Files.move(incomplete, archive, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            nodes.forEach(GuardedProcess::kill);
            Files.deleteIfExists(incomplete);
            Folders.delete(folder);
        }
    }

    private static GuardedProcess start(
            Path folder, int httpPort, int number, List<Integer> slots, List<String> options) throws IOException {
        Path config = folder.resolve("node-" + number + ".conf");
        Files.writeString(config, """
                menhir {
                  node.ordinal = %d
                  node.slots = %s
                  cluster.nodes = 2
                  cluster.http-port = %d
                  cluster.remote-port = %d
                  data.dir = "%s"
                }
                """.formatted(number, slots, httpPort, httpPort + 2, folder.resolve("data")));
        List<String> allOptions = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        allOptions.addAll(options);
        ProcessBuilder builder = new NodeCommand(ProgramJar.path(), config, allOptions, Map.of())
                .builder("node")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("node-" + number + ".log").toFile());
        return GuardedProcess.start(builder);
    }

    /** Sends a few requests through each node, so that their classes are loaded. */
    private static void use(List<String> addresses) throws IOException, InterruptedException {
        for (String address : addresses) {
            Clients clients = new Clients(List.of(address), "stocks", TIMEOUT_MILLIS, TIMEOUT_MILLIS);
            Clients.SingleClient client = clients.single(RequestListener.NONE);
            LabCluster.until(address + " accepts orders", START_SECONDS, () -> {
                for (String item : clients.quantities().keySet()) {
                    client.buy(item, 1);
                    client.lookup(item);
                }
                return true;
            });
        }
    }
}
