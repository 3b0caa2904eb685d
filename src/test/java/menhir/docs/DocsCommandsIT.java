package menhir.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import menhir.experiment.lab.FreePorts;
import menhir.experiment.lab.NodeApi;
import menhir.testkit.TestedJar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the documents, in their order, in a copy of what a reader has, against a cluster that {@code run/cluster}
 * has started there. Its ports are others than those that the documents name.
 */
class DocsCommandsIT {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Pattern PORT = Pattern.compile("\\b808([0-2])\\b");
    /** An answer with an error, in the forms of the API and of its dialects. */
    private static final Pattern ERROR = Pattern.compile("\"status\":[45]|\"code\":[45]|HTTP/1.1 [45]");

    private static final String ADMIN_TOKEN = "docs-admin-token";

    private static final String MISSING = "this machine has no ";
    private static final String GAMES_ID = "docs-games-id";

    /** The interpreters of the languages in which the documents have whole programs. */
    private static final Map<String, String> INTERPRETERS =
            Map.of("python", "python3", "javascript", "node", "java", "java");

    private static final Map<String, String> ENDINGS = Map.of("python", "py", "javascript", "mjs", "java", "java");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<Process> started = new ArrayList<>();
    private int port;

    @AfterEach
    void endWhatRuns() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
        }
        // Nodes that a document has restarted are nobody's children, but run in this test's folder.
        ProcessHandle.allProcesses().filter(this::runsInFolder).forEach(ProcessHandle::destroyForcibly);
    }

    private boolean runsInFolder(ProcessHandle process) {
        try {
            return Path.of("/proc", Long.toString(process.pid()), "cwd")
                    .toRealPath()
                    .startsWith(folder.toRealPath());
        } catch (IOException e) {
            // It has ended, or is somebody else's.
            return false;
        }
    }

    @Test
    void shouldRunEveryCommandOfTheDocuments() throws Exception {
        startCluster();
        List<String> failures = new ArrayList<>();
        int count = 0;
        for (Path document : Block.documents(ROOT)) {
            Shell shell = new Shell(folder, document.getFileName().toString(), environment());
            for (Block block : Block.of(document)) {
                if (block.reason().isEmpty() && isRun(block.language())) {
                    System.out.println("running " + block);
                    count++;
                    run(shell, block).forEach(failure -> failures.add(block + ": " + failure));
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(count).isGreaterThan(20);
    }

    private static boolean isRun(String language) {
        return language.equals("sh") || language.equals("console") || INTERPRETERS.containsKey(language);
    }

    private void startCluster() throws IOException {
        copy(ROOT.resolve("run"), folder.resolve("run"));
        Files.copy(ROOT.resolve("application.conf"), folder.resolve("application.conf"));
        port = FreePorts.range(3, RandomGenerator.getDefault());
        ProcessBuilder builder = new ProcessBuilder("run/cluster", "--http-port", Integer.toString(port))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve("cluster.out").toFile()));
        builder.environment().putAll(environment());
        started.add(builder.start());
        await().atMost(TIMEOUT)
                .until(() -> Files.readString(folder.resolve("cluster.out")).contains("curl "));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private Map<String, String> environment() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("MENHIR_JAR", TestedJar.path().toString());
        environment.put("MENHIR_HEAP", "256m");
        environment.put("MENHIR_ADMIN_TOKEN", ADMIN_TOKEN);
        // The client program's default, at this cluster.
        environment.put("MENHIR_SERVERS", "127.0.0.1:" + port);
        environment.put("MENHIR_GAMES_AUTH_ID", GAMES_ID);
        // As api.md calls them.
        environment.put("TOKEN", ADMIN_TOKEN);
        environment.put("ID", GAMES_ID);
        environment.put("JAVA_HOME", System.getProperty("java.home", ""));
        return environment;
    }

    private List<String> run(Shell shell, Block block) throws IOException, InterruptedException {
        awaitReady();
        List<String> failures = new ArrayList<>();
        if (block.language().equals("console")) {
            for (Block.Step step : block.steps()) {
                Shell.Result result = shell.run(withPorts(step.command()), true);
                String shown = withPorts(step.output());
                if (!Printed.matches(shown, result.printed())) {
                    failures.add("$ " + step.command() + "\nprinted\n" + result.printed() + "\ninstead of\n" + shown);
                }
            }
            return failures;
        }
        String command = block.language().equals("sh") ? block.text() : program(block);
        Shell.Result result =
                shell.run(withPorts(command), ERROR.matcher(block.text()).find());
        if (result.printed().startsWith(MISSING)) {
            System.out.println(block + ": " + result.printed());
        }
        if (result.status() != 0) {
            failures.add("exit status " + result.status() + " of\n" + block.text() + result.printed());
        }
        return failures;
    }

    /** A command that runs a program in another language; nothing, if this machine does not have its interpreter. */
    private String program(Block block) throws IOException {
        String interpreter = INTERPRETERS.getOrDefault(block.language(), "");
        Path file = folder.resolve("Program" + block.line() + "." + ENDINGS.getOrDefault(block.language(), "txt"));
        Files.writeString(file, withPorts(block.text()));
        return "if command -v " + interpreter + " > /dev/null; then " + interpreter + " " + file + "; else echo "
                + MISSING + interpreter + ", the program was left out; fi";
    }

    private String withPorts(String text) {
        return PORT.matcher(text)
                .replaceAll((MatchResult match) -> Integer.toString(port + Integer.parseInt(match.group(1))));
    }

    /** A document may have killed a node: the next block may need it. */
    private void awaitReady() {
        NodeApi node = new NodeApi(port);
        await().atMost(TIMEOUT)
                .ignoreExceptions()
                .until(() -> node.get("/ready", Duration.ofSeconds(5)).status() == 200);
    }
}
