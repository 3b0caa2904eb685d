package menhir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import menhir.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MenhirCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Settings> started = new ArrayList<>();
    private NodeRunner runner = settings -> {
        started.add(settings);
        return 0;
    };

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private int execute(Object... args) {
        CommandLine line = MenhirCommand.commandLine(runner, List.of());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        return line.execute(texts);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The script itself, in a real shell. */
    @Test
    void shouldCompleteCommandsAndOptions() throws Exception {
        assertThat(execute("completion")).isZero();
        Path script = Files.writeString(dir.resolve("completion"), out.toString());
        assertThat(completions(script, "menhir aw")).containsExactly("await-ready");
        assertThat(completions(script, "menhir store --htt")).contains("--http-port");
    }

    private static List<String> completions(Path script, String typed) throws Exception {
        int last = typed.split(" ").length - 1;
        Process shell = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(" + typed + "); COMP_CWORD=" + last
                                + "; _complete_menhir; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }

    @Test
    void shouldStartAServerOfOneProcess() throws IOException {
        int port = freePort();

        assertThat(execute("store", "--http-port", port, "--data-dir", dir)).isZero();

        Settings settings = started.get(0);
        assertThat(settings.node().httpPort()).isEqualTo(port);
        assertThat(settings.node().slots()).containsExactly(1);
        assertThat(settings.cluster().slots()).isEqualTo(1);
        assertThat(settings.cluster().seeds())
                .containsExactly(
                        new Settings.Address("127.0.0.1", settings.node().remotePort()));
        assertThat(settings.data().nodeDir(settings.node())).isEqualTo(dir.resolve("store"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldStartANodeWithItsOwnPort() throws IOException {
        int port = freePort();

        assertThat(execute("node", "--http-port", port, "--data-dir", dir)).isZero();

        assertThat(started.get(0).node().httpPort()).isEqualTo(port);
        assertThat(started.get(0).cluster().slots()).isEqualTo(3);
    }

    @Test
    void shouldReturnTheExitStatusOfTheNode() throws IOException {
        runner = settings -> 7;

        assertThat(execute("store", "--http-port", freePort(), "--data-dir", dir))
                .isEqualTo(7);
    }

    @Test
    void shouldPrintWhyANodeCouldNotStartOnOneLine() throws IOException {
        runner = settings -> {
            throw new IllegalStateException("the database is broken", new IOException("page 7\nis torn"));
        };

        assertThat(execute("store", "--http-port", freePort(), "--data-dir", dir))
                .isEqualTo(1);
        assertThat(err.toString()).isEqualTo("menhir: the database is broken: page 7 is torn\n");
    }

    @Test
    void shouldNameAPortThatIsInUse() throws IOException {
        try (ServerSocket inUse = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = inUse.getLocalPort();

            assertThat(execute("store", "--http-port", port, "--data-dir", dir)).isEqualTo(1);

            assertThat(err.toString())
                    .startsWith("menhir: HTTP port " + port + " on 127.0.0.1 cannot be opened: ")
                    .hasLineCount(1);
            assertThat(started).isEmpty();
        }
    }

    @Test
    void shouldNameAFolderThatCannotBeCreated() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));

        assertThat(execute("store", "--http-port", freePort(), "--data-dir", file))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith("menhir: the data folder " + file.resolve("store"))
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                       | a command is missing; see menhir --help
            fly                      | Unmatched argument at index 0: 'fly'; see menhir --help
            node --fly               | Unknown option: '--fly'; see menhir node --help
            node --http-port x       | Invalid value for option '--http-port': 'x' is not an int; see menhir node --help
            store --http-port 0      | menhir.cluster.http-port is 0 (command line): it must be a whole number from 1 to 65535 (65535, less 1 for each further node)
            node --http-port 65536   | menhir.node.http-port is 65536 (command line): it must be a whole number from 1 to 65535
            await-ready              | Missing required parameter: 'HOST:PORT'; see menhir await-ready --help
            await-ready a/b          | "a/b" is not HOST:PORT or https://HOST:PORT; see menhir await-ready --help
            """)
    void shouldAnswerAnInvalidArgumentWithOneLineAndStatus2(String args, String message) {
        assertThat(execute((Object[]) (args.isEmpty() ? new String[0] : args.split(" ", -1))))
                .isEqualTo(2);
        assertThat(err.toString()).isEqualTo("menhir: " + message + "\n");
        assertThat(started).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--help", "node --help", "store --help", "config --help", "version --help", "--version", "version"})
    void shouldPrintHelp(String args) {
        assertThat(execute((Object[]) args.split(" ", -1))).isZero();
        assertThat(out.toString()).isNotBlank();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintTheEffectiveSettings() {
        assertThat(execute("config")).isZero();
        assertThat(out.toString())
                .contains("menhir.cluster.http-port = 8080  # default\n")
                .contains("menhir.node.http-port = 8080  # derived from other settings\n");
    }

    @Test
    void shouldWaitUntilANodeIsReady() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(requests.incrementAndGet() < 3 ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
        try {
            assertThat(execute("await-ready", "127.0.0.1:" + server.getAddress().getPort()))
                    .isZero();
            assertThat(requests).hasValue(3);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldGiveUpOnANodeThatDoesNotAnswer() throws IOException {
        String address = "127.0.0.1:" + freePort();

        assertThat(execute("await-ready", "--timeout", 0, address)).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("menhir: " + address + " is not ready after 0 s: ")
                .hasLineCount(1);
    }
}
