package menhir.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import menhir.console.Browser;
import menhir.testkit.TestedJar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs three experiments at their smallest size: the command, the report in a browser, and the clean-up. */
class ExperimentIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void createTemporaryFolder() throws IOException {
        Files.createDirectory(dir.resolve("tmp"));
    }

    @AfterEach
    void killProcesses() {
        started.forEach(Process::destroy);
    }

    private Process experiment(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + dir.resolve("tmp"),
                "-jar",
                TestedJar.path().toString(),
                "experiment"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(dir.resolve("output").toFile()));
        builder.environment().put("MENHIR_HEAP", "256m");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private void runSuccessfully(String... arguments) throws IOException, InterruptedException {
        Process process = experiment(arguments);
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(dir.resolve("output")))
                .isZero();
        assertThat(remainingFolders()).isEmpty();
    }

    private List<Path> remainingFolders() throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("menhir-"))
                    .toList();
        }
    }

    private void assertShows(Path page, int plots) {
        if ("off".equals(System.getProperty("menhir.browser"))) {
            return;
        }
        try (Browser browser = new Browser(dir.resolve("profile"))) {
            browser.open(page.toUri());
            assertThat(browser.count("figure svg")).isEqualTo(plots);
            Object visible = browser.script(
                    "[...document.querySelectorAll('figure svg')].filter((svg) =>"
                            + "svg.getBoundingClientRect().height > 200 && svg.querySelectorAll('path, line').length > 20).length");
            assertThat(visible).isEqualTo((long) plots);
            assertThat(browser.count("li.bad")).isZero();
            assertThat(browser.count("table tbody tr")).isGreaterThan(5);
            assertThat(browser.script("performance.getEntriesByType('resource').length"))
                    .isEqualTo(0L);
            assertThat(browser.complaints()).isEmpty();
            browser.picture(page.getFileName().toString());
        }
    }

    @Test
    void shouldShowThatNoLookupAfterAnOrderIsStale() throws Exception {
        runSuccessfully("hit-miss", "--quick", "--out", "results");

        List<String> rows = Files.readAllLines(dir.resolve("results/hit-miss-latencies.csv"));
        assertThat(rows).hasSize(7);
        assertThat(rows.get(0)).isEqualTo("arrangement,request,count,mean [ms],p50 [ms],p99 [ms],max [ms]");
        assertShows(dir.resolve("results/hit-miss.html"), 2);
        assertThat(Files.readString(dir.resolve("output")))
                .contains("This was a quick run")
                .containsPattern(
                        "Again:  MENHIR_HEAP=256m \\./run/experiment hit-miss --quick --seconds 1 --seed \\d+\n");
    }

    @Test
    void shouldKeepEveryAcknowledgedOrderWhenNodesAreKilled() throws Exception {
        runSuccessfully("crash", "--quick", "--out", "results");

        assertThat(Files.readAllLines(dir.resolve("results/crash-kills.csv"))).hasSize(4);
        assertThat(Files.readString(dir.resolve("results/crash-verdict.csv")))
                .contains("\nlost,0\n", "\nduplicated,0\n", "\noversold,0\n")
                .contains("\ndifferent logs among the replicas,1\n");
        assertShows(dir.resolve("results/crash.html"), 3);
    }

    @Test
    void shouldSellEachTicketOnceToCustomersOfSeveralProcesses() throws Exception {
        runSuccessfully("drop", "--quick", "--out", "results");

        assertThat(Files.readAllLines(dir.resolve("results/drop-kills.csv"))).hasSize(3);
        assertThat(Files.readString(dir.resolve("results/drop-verdict.csv")))
                .contains("\ntickets,60\n", "\nsold,60\n", "\nfree at the end,0\n", "\nviolations,0\n")
                .contains("\nholds without an end,0\n", "\ndifferent logs among the replicas,1\n")
                .doesNotContain("\nholds expired,0\n");
        assertShows(dir.resolve("results/drop.html"), 3);
    }

    @Test
    void shouldStopItsNodesWhenItIsStopped() throws Exception {
        Process process = experiment("sweep", "--quick", "--out", "results");
        // Three nodes and their guards.
        await().atMost(TIMEOUT).until(() -> process.descendants().count() >= 6);
        List<ProcessHandle> nodes = process.descendants().toList();

        process.destroy();

        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        await().atMost(TIMEOUT).until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(remainingFolders()).isEmpty();
    }

    @Test
    void shouldRejectAnUnknownExperiment() throws Exception {
        Process process = experiment("fly");

        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(dir.resolve("output"))).startsWith("menhir: there is no experiment \"fly\"");
    }
}
