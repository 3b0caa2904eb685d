package menhir.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import menhir.experiment.lab.Folders;
import menhir.experiment.lab.FreePorts;
import menhir.experiment.lab.GuardedProcess;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL server on the loopback address, which can be killed and started again on the same data. Its programs are those
 * of Maven's repository, unpacked into a folder of this process. It refuses to run as root, so root's tests run it as nobody.
 */
public final class PostgresProcess implements AutoCloseable {
    public static final String USER = "menhir";
    public static final String PASSWORD = "password of the tests";

    private static final int NOBODY = 65534;
    private static final String LOG = "server.log";
    private static @Nullable PostgresProcess shared;

    private final Path folder;
    private final int port;
    private @Nullable GuardedProcess process;
    private int databases;

    private PostgresProcess(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Skips the test where these programs do not run. */
    private static String archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String name = "/postgres-" + os + "-" + arch + ".txz";
        assumeTrue(PostgresProcess.class.getResource(name) != null, "there is no PostgreSQL for this machine");
        return name;
    }

    /** The server of this JVM, for tests that do not stop it. It ends with the JVM. */
    public static synchronized PostgresProcess shared() throws IOException, InterruptedException {
        PostgresProcess running = shared;
        if (running == null) {
            running = start();
            shared = running;
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "stop PostgreSQL"));
        }
        return running;
    }

    /** Starts a server without data. */
    public static PostgresProcess start() throws IOException, InterruptedException {
        String archive = archive();
        Path folder = Files.createTempDirectory("menhir-postgres");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        PostgresProcess server = new PostgresProcess(folder, FreePorts.range(1, RandomGenerator.getDefault()));
        server.unpack(archive);
        server.initialize();
        server.restart();
        return server;
    }

    private void unpack(String archive) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-x", "-C", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log())
                .start();
        try (InputStream packed = PostgresProcess.class.getResourceAsStream(archive);
                OutputStream out = tar.getOutputStream()) {
            new XZInputStream(Objects.requireNonNull(packed)).transferTo(out);
        }
        requireSuccess("tar", tar);
    }

    private void initialize() throws IOException, InterruptedException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) {
            Files.setAttribute(data, "unix:uid", NOBODY);
        }
        Process initdb = new ProcessBuilder(command(
                        "initdb",
                        "-D",
                        data.toString(),
                        "--username=" + USER,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-sync"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log())
                .start();
        requireSuccess("initdb", initdb);
    }

    private Redirect log() {
        return Redirect.appendTo(folder.resolve(LOG).toFile());
    }

    private void requireSuccess(String name, Process ended) throws IOException, InterruptedException {
        if (!ended.waitFor(1, TimeUnit.MINUTES) || ended.exitValue() != 0) {
            throw new IOException(name + " failed: " + Files.readString(folder.resolve(LOG)));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            String nobody = Integer.toString(NOBODY);
            command.addAll(List.of("setpriv", "--reuid", nobody, "--regid", nobody, "--clear-groups"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts the server again after {@link #kill9}, with further settings as {@code name=value}; waits until it answers. */
    public void restart(String... settings) throws IOException, InterruptedException {
        List<String> command = command("postgres", "-D", folder.resolve("data").toString());
        for (String setting : List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "shared_buffers=32MB",
                "timezone=UTC")) {
            command.addAll(List.of("-c", setting));
        }
        for (String setting : settings) {
            command.addAll(List.of("-c", setting));
        }
        GuardedProcess started = GuardedProcess.start(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log()));
        process = started;
        TestCluster.until("PostgreSQL answers", () -> {
            if (!started.isAlive()) {
                throw new AssertionError("PostgreSQL ended: " + Files.readString(folder.resolve(LOG)));
            }
            return answers();
        });
    }

    private boolean answers() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Kills all processes of the server at one moment, as far as they can be. */
    public void kill9() throws IOException, InterruptedException {
        GuardedProcess killed = Objects.requireNonNull(process);
        List<ProcessHandle> all = ProcessHandle.of(killed.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .toList();
        killed.kill();
        all.forEach(ProcessHandle::destroyForcibly);
        killed.awaitExit();
        for (ProcessHandle each : all) {
            each.onExit().orTimeout(1, TimeUnit.MINUTES).join();
        }
    }

    /** A new database without tables: its URL. */
    public synchronized String newDatabase() throws SQLException {
        databases++;
        String name = "test_" + databases;
        execute("postgres", "CREATE DATABASE " + name);
        return url(name);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), USER, PASSWORD);
    }

    /** Runs a statement in a database. */
    public void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Kills the server and deletes its data. */
    @Override
    public void close() {
        try {
            GuardedProcess running = process;
            if (running != null && running.isAlive()) {
                kill9();
            }
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the server in " + folder + " cannot be removed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
