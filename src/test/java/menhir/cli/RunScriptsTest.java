package menhir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launch scripts, with {@link StubNode} instead of the server. */
class RunScriptsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Pattern NODE = Pattern.compile("(node-[0-9])  http://127\\.0\\.0\\.1:([0-9]+)  pid ([0-9]+)");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private final Map<String, String> settings = new HashMap<>();
    private final List<Process> started = new ArrayList<>();
    private final List<ProcessHandle> nodes = new ArrayList<>();

    @BeforeEach
    void packStubNode() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, StubNode.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(dir.resolve("stub.jar")), manifest).close();
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        nodes.forEach(ProcessHandle::destroyForcibly);
    }

    private Process run(Path workingDir, String script, Object... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve(script).toString()));
        for (Object arg : args) {
            command.add(arg.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("output").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MENHIR_"));
        builder.environment().put("MENHIR_JAR", dir.resolve("stub.jar").toString());
        builder.environment().put("MENHIR_HEAP", "64m");
        builder.environment().putAll(settings);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String output() throws IOException {
        return Files.readString(dir.resolve("output"));
    }

    private static int exitStatus(Process process) throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** The first of three consecutive free ports with free remoting ports. */
    private static int freePorts() throws IOException {
        for (int port = 30_000; port < 32_000; port += 7) {
            if (isFree(port)
                    && isFree(port + 1)
                    && isFree(port + 2)
                    && isFree(port + 10_000)
                    && isFree(port + 10_001)
                    && isFree(port + 10_002)) {
                return port;
            }
        }
        throw new IOException("no free ports");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isReady(int port) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitOutput(String text) {
        await().atMost(TIMEOUT).until(() -> output().contains(text));
    }

    private void rememberNodes() throws IOException {
        Matcher matcher = NODE.matcher(output());
        while (matcher.find()) {
            nodes.add(ProcessHandle.of(Long.parseLong(matcher.group(3))).orElseThrow());
        }
    }

    @Test
    void shouldStartThreeNodesReportOneThatIsKilledAndStopTheOthers() throws Exception {
        int port = freePorts();
        Path data = dir.resolve("some data");
        Process cluster = run(dir, "run/cluster", "--http-port", port, "--data-dir", data);
        awaitOutput("Ctrl-C stops");
        rememberNodes();
        assertThat(nodes).hasSize(3).allMatch(ProcessHandle::isAlive);
        assertThat(isReady(port) && isReady(port + 1) && isReady(port + 2)).isTrue();
        String again = "MENHIR_HTTP_PORT=" + port + " MENHIR_DATA_DIR=" + dir.toRealPath()
                + "/some\\ data MENHIR_HEAP=64m MENHIR_JAR=" + dir.resolve("stub.jar") + " " + ROOT + "/run/node "
                + ROOT + "/run/node-2.conf";
        assertThat(output())
                .contains("curl http://127.0.0.1:" + port + "/v1/stores/stocks/items/GameStart\n")
                .contains("  " + again + "\n");

        nodes.get(1).destroyForcibly();
        awaitOutput("node-2 (pid " + nodes.get(1).pid() + ") ended with status 137. To restart it: " + again);
        assertThat(cluster.isAlive()).isTrue();
        assertThat(isReady(port)).isTrue();

        cluster.destroy();
        assertThat(exitStatus(cluster)).isZero();
        assertThat(output()).endsWith("All nodes have stopped.\n");
        assertThat(nodes).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void shouldPutALogAsideThatHasBecomeTooLarge() throws Exception {
        Process cluster = run(dir, "run/cluster", "--http-port", freePorts(), "--data-dir", dir, "--log-bytes", 1_000);
        awaitOutput("Ctrl-C stops");
        rememberNodes();
        Path log = dir.resolve("logs/node-2.log");
        Files.writeString(log, "a line of the log\n".repeat(100), StandardOpenOption.APPEND);

        await().atMost(TIMEOUT).until(() -> Files.size(log) < 1_000);

        assertThat(dir.resolve("logs/node-2.log.1")).content().contains("a line of the log\n");
        cluster.destroy();
        assertThat(exitStatus(cluster)).isZero();
    }

    @Test
    void shouldPrintTheSettingsOfTheClusterWithTheCommandThatRestartsANode() throws Exception {
        settings.put("MENHIR_CACHE_CAPACITY", "7");
        settings.put("MENHIR_STOCKS_CATALOG", "my $catalog's.csv");
        settings.put("MENHIR_NODE_NAME", "of-one-node-only");
        settings.put("MENHIR_ADMIN_TOKEN", "secret'$token");
        settings.put("MENHIR_GAMES_AUTH_ID", "secret-id");
        int port = freePorts();
        Process cluster = run(ROOT, "run/cluster", "--http-port", port, "--data-dir", dir);
        awaitOutput("Ctrl-C stops");
        rememberNodes();
        String node = " ./run/node run/node-2.conf";
        String line =
                output().lines().filter(text -> text.contains(node)).findFirst().orElseThrow();
        Path secrets = dir.resolve("secrets.env");
        assertThat(Files.getPosixFilePermissions(secrets)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

        ProcessBuilder copied = new ProcessBuilder("bash", "-c", line.replace(node, " env"));
        copied.environment().keySet().removeIf(name -> name.startsWith("MENHIR_"));
        String environment = new String(copied.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        settings.remove("MENHIR_NODE_NAME");
        settings.put("MENHIR_HTTP_PORT", Integer.toString(port));
        settings.put("MENHIR_HEAP", "64m");
        settings.put("MENHIR_JAR", dir.resolve("stub.jar").toString());
        settings.put("MENHIR_DATA_DIR", dir.toRealPath().toString());
        assertThat(environment.lines().filter(text -> text.startsWith("MENHIR_")))
                .containsExactlyInAnyOrderElementsOf(settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
        assertThat(output()).doesNotContain("secret-id").doesNotContain("$token");

        cluster.destroy();
        assertThat(exitStatus(cluster)).isZero();
        assertThat(secrets).doesNotExist();
    }

    @Test
    void shouldFailWhenNoNodeIsRunning() throws Exception {
        Process cluster = run(ROOT, "run/cluster", "--http-port", freePorts(), "--data-dir", dir);
        awaitOutput("Ctrl-C stops");
        rememberNodes();
        assertThat(output()).contains("  MENHIR_HTTP_PORT=").contains(" ./run/node run/node-3.conf\n");

        nodes.forEach(ProcessHandle::destroyForcibly);

        assertThat(exitStatus(cluster)).isEqualTo(1);
        assertThat(output()).endsWith("menhir: no node is running\n");
    }

    @Test
    void shouldStopTheOthersAndPrintWhyWhenANodeCannotStart() throws Exception {
        int port = freePorts();
        try (ServerSocket inUse = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
            Process cluster = run(dir, "run/cluster", "--http-port", port, "--data-dir", dir.resolve("data"));

            assertThat(exitStatus(cluster)).isEqualTo(1);

            assertThat(inUse.isBound()).isTrue();
            assertThat(output())
                    .contains(
                            "menhir: node-2 did not start: HTTP port " + (port + 1) + " on 127.0.0.1 cannot be opened");
            assertThat(isFree(port) && isFree(port + 2)).isTrue();
        }
    }

    @Test
    void shouldRejectInvalidArgumentsWithStatus2() throws Exception {
        for (List<String> args : List.of(
                List.of("run/cluster", "--http-port", "0"),
                List.of("run/cluster", "--http-port", "65534"),
                List.of("run/cluster", "--nodes", "two"),
                List.of("run/cluster", "--nodes"),
                List.of("run/cluster", "--fly"),
                List.of("run/node"),
                List.of("run/node", "run/node-9.conf"),
                List.of("run/node", ROOT + "/run/node-1.conf", "--fly"),
                List.of("run/store", "--http-port", "x"))) {
            Process process = run(dir, args.get(0), args.subList(1, args.size()).toArray());
            assertThat(exitStatus(process)).as(args.toString()).isEqualTo(2);
            assertThat(output()).startsWith("menhir: ").hasLineCount(1);
        }
    }

    @Test
    void shouldReplaceTheScriptByTheNodesProcess() throws Exception {
        int port = freePorts();
        Process store = run(dir, "run/store", "--http-port", port, "--data-dir", dir.resolve("data"));
        await().atMost(TIMEOUT).until(() -> isReady(port));

        store.destroyForcibly();

        await().atMost(TIMEOUT).until(() -> !isReady(port));
    }

    @Test
    void shouldPrintHelp() throws Exception {
        for (String script : List.of("cluster", "node", "store", "config", "test")) {
            Process process = run(dir, "run/" + script, "--help");
            assertThat(exitStatus(process)).isZero();
            assertThat(output()).contains("Usage: ./run/" + script);
        }
    }
}
