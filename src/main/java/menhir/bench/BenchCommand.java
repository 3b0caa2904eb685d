package menhir.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import menhir.client.terminal.Progress;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.Machine;
import menhir.experiment.lab.ProgramJar;
import menhir.experiment.lab.ProgressOutput;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Origin;
import menhir.experiment.report.Results;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand {@code bench}: measures throughput and latency, of one program or of two in turn. */
@Command(
        name = "bench",
        sortOptions = false,
        description = {
            "Measures throughput and latency of nodes that it starts, or of servers that",
            "run already. Prints a table, and writes CSV, JSON and a page with plots.",
            "",
            "  orders        orders of one unit of any item; 1, 8, 64 and 256 connections",
            "  hot           orders of one of ten items",
            "  lookup        lookups of items",
            "  mixed         90 %% lookups of items, 10 %% orders",
            "  order-lookup  lookups of orders by number, of a log of --orders orders",
            "  lookup-miss   lookups of items at nodes without a cache",
            "",
            "All but the first have 64 connections, unless --connections says otherwise."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all requests got expected responses",
            "1:the run failed, or there were unexpected responses or none",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bench --scenarios orders,lookup --nodes 1",
            "  bench --scenarios mixed --rate 2000 --seconds 30",
            "  bench --jar new.jar --against old.jar --rounds 5",
            "  bench --against http://127.0.0.1:8090 --scenarios orders,order-lookup"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BenchCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int MOST_SECONDS = 3_600;
    private static final int MOST_ROUNDS = 100;
    private static final int MOST_RATE = 200_000;
    private static final int MOST_ITEMS = 100_000;
    private static final int MOST_ORDERS = 1_000_000;
    private static final int DEFAULT_ROUNDS_OF_COMPARISON = 3;
    private static final int DEFAULT_WARMUP_SECONDS = 5;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--scenarios",
            paramLabel = "NAME",
            split = ",",
            description = "Scenarios, separated by commas; default: all.")
    @Nullable
    List<String> scenarios;

    @Option(
            names = "--connections",
            paramLabel = "N",
            split = ",",
            description = "Numbers of connections, 1 to 4096, separated by commas; default: those of each scenario.")
    @Nullable
    List<Integer> connections;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "Nodes to start, 1 or 3; default: 3.")
    int nodes;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "Duration of each measurement, 1 to 3600; default: 10.")
    int seconds;

    @Option(
            names = "--warmup-seconds",
            paramLabel = "S",
            description = "Load before each measurement, 0 to 3600; default: " + DEFAULT_WARMUP_SECONDS + ".")
    @Nullable
    Integer warmupSeconds;

    @Option(
            names = "--cold",
            description = "Start the nodes for each measurement, and measure from the first request on.")
    boolean cold;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = {
                "Requests that are due per second, 1 to 200000 (open loop): latencies count from when a request was due.",
                "Default: each connection sends its next request after the last response (closed loop)."
            })
    @Nullable
    Integer rate;

    @Option(
            names = "--items",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Items in the catalog of the nodes, 1 to 100000; default: 1000.")
    int items;

    @Option(
            names = "--orders",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Orders in the log for order-lookup, 1 to 1000000; default: 10000.")
    int orders;

    @Option(names = "--jar", paramLabel = "JAR", description = "Jar of the nodes; default: the jar of this program.")
    @Nullable
    String jar;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description = "Servers that run already, as http://host:port, separated by commas, instead of nodes.")
    @Nullable
    String target;

    @Option(
            names = "--against",
            paramLabel = "JAR|URL",
            description = "A jar, or servers that run already: measured in turn with the first program, and compared.")
    @Nullable
    String against;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often everything is measured, 1 to 100; default: 1, or 3 with --against.")
    @Nullable
    Integer rounds;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the clients' random choices.")
    @Nullable
    Long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the results; default: bench/run-DATE.")
    @Nullable
    Path out;

    @Option(names = "--quiet", description = "Show no progress.")
    boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean helpRequested;

    @Override
    public Integer call() throws IOException, InterruptedException {
        // Must be set before any AWT class is loaded.
        System.setProperty("java.awt.headless", "true");
        BenchOptions options = options();
        List<Program> programs = programs();
        if (cold && programs.stream().anyMatch(Program.Target.class::isInstance)) {
            throw wrong("--cold starts nodes, so it cannot be used with servers that run already");
        }
        // Fail now rather than after minutes of measuring.
        Figure.requireFonts();
        LocalDateTime started = LocalDateTime.now(ZoneId.systemDefault());
        Path folder = Files.createDirectories(folder(started));
        Map<String, String> facts = new LinkedHashMap<>(Machine.facts());
        facts.put("started", started.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)));
        BenchResult result = measure(options, programs, folder);
        Files.writeString(folder.resolve("bench.json"), BenchJson.of(result, facts));
        String again = again(options);
        Path page = Results.write(folder, "bench", BenchReport.of(result), new Origin(again, "", facts));
        print(result, again, page);
        return result.passed() ? 0 : FAILED;
    }

    private BenchResult measure(BenchOptions options, List<Program> programs, Path folder)
            throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        boolean bar = !quiet && Progress.errorStreamIsTerminal();
        try (Progress progress =
                        bar ? Progress.on(err, "bench", options.plannedSeconds(programs.size())) : Progress.none();
                Lab lab = new Lab(new ProgressOutput(progress, err, !bar && !quiet))) {
            boolean complete = false;
            try {
                BenchResult result = new BenchResult(options, programs, new BenchRun(options, programs, lab).run());
                complete = true;
                return result;
            } finally {
                if (!complete) {
                    lab.copyLogs(folder.resolve("logs"));
                }
            }
        }
    }

    private BenchOptions options() {
        if (nodes != 1 && nodes != 3) {
            throw wrong("--nodes must be 1 or 3, but is " + nodes);
        }
        if (cold && warmupSeconds != null && warmupSeconds > 0) {
            throw wrong("--warmup-seconds must be 0 with --cold, but is " + warmupSeconds);
        }
        int warmup = warmupSeconds != null ? warmupSeconds : cold ? 0 : DEFAULT_WARMUP_SECONDS;
        int repeated = rounds != null ? rounds : against == null ? 1 : DEFAULT_ROUNDS_OF_COMPARISON;
        between("--seconds", seconds, 1, MOST_SECONDS);
        between("--warmup-seconds", warmup, 0, MOST_SECONDS);
        between("--rounds", repeated, 1, MOST_ROUNDS);
        between("--items", items, 1, MOST_ITEMS);
        between("--orders", orders, 1, MOST_ORDERS);
        if (rate != null) {
            between("--rate", rate, 1, MOST_RATE);
        }
        List<Point> points;
        try {
            points = PointOptions.points(scenarios, connections, cold);
        } catch (IllegalArgumentException invalid) {
            throw wrong(String.valueOf(invalid.getMessage()));
        }
        return new BenchOptions(
                points,
                nodes,
                seconds,
                warmup,
                cold,
                rate == null ? 0 : rate,
                repeated,
                items,
                orders,
                seed != null ? seed : ThreadLocalRandom.current().nextLong(1L << 32));
    }

    private List<Program> programs() throws IOException {
        if (jar != null && target != null) {
            throw wrong("--jar and --target name the same program: use one of them");
        }
        List<Program> programs = new ArrayList<>();
        try {
            if (target != null) {
                programs.add(ProgramOptions.target("A", "--target", target));
            } else if (jar != null) {
                programs.add(ProgramOptions.jar("A", "--jar", jar));
            } else {
                programs.add(new Program.Jar("A", ProgramJar.path()));
            }
            if (against != null) {
                programs.add(ProgramOptions.parse("B", "--against", against));
            }
        } catch (IllegalArgumentException invalid) {
            throw wrong(String.valueOf(invalid.getMessage()));
        }
        return programs;
    }

    private Path folder(LocalDateTime started) {
        return out != null
                ? out
                : Path.of(
                        "bench", "run-" + started.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)));
    }

    /** The command line that repeats the measurements, from the folder above {@code run}. */
    private String again(BenchOptions options) {
        List<String> words = new ArrayList<>(List.of("./run/bench"));
        if (jar != null) {
            words.add("--jar " + jar);
        }
        if (target != null) {
            words.add("--target " + target);
        }
        if (against != null) {
            words.add("--against " + against);
        }
        if (scenarios != null) {
            words.add("--scenarios " + String.join(",", scenarios));
        }
        if (connections != null) {
            words.add("--connections "
                    + String.join(",", connections.stream().map(String::valueOf).toList()));
        }
        words.add("--items " + items + " --orders " + orders);
        words.add("--nodes " + options.nodes() + " --seconds " + options.seconds());
        if (options.ratePerSecond() > 0) {
            words.add("--rate " + options.ratePerSecond());
        }
        words.add(options.cold() ? "--cold" : "--warmup-seconds " + options.warmupSeconds());
        words.add("--rounds " + options.rounds() + " --seed " + options.seed());
        return String.join(" ", words);
    }

    private void print(BenchResult result, String again, Path page) {
        PrintWriter terminal = spec.commandLine().getOut();
        boolean several = result.programs().size() > 1;
        terminal.println();
        result.programs().forEach(program -> terminal.println(program.label() + ": " + program.description()));
        terminal.println();
        BenchTables.print(result.summaries(), several, terminal);
        if (several) {
            terminal.println();
            BenchTables.printRatios(result.comparisons(), terminal);
        }
        terminal.println();
        BenchReport.findings(result).forEach(finding -> terminal.println(finding.line()));
        terminal.println();
        terminal.println("Again:  " + again);
        terminal.println("Report: " + page.toAbsolutePath());
        terminal.flush();
    }

    private void between(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(option + " must be from " + least + " to " + most + ", but is " + value);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
