package menhir.experiment;

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
import java.util.stream.Stream;
import menhir.client.terminal.Progress;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.Machine;
import menhir.experiment.lab.ProgramJar;
import menhir.experiment.lab.ProgressOutput;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Origin;
import menhir.experiment.report.Report;
import menhir.experiment.report.Results;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The subcommand {@code experiment}: runs experiments and writes their results. */
@Command(
        name = "experiment",
        sortOptions = false,
        description = {
            "Starts nodes on this machine, measures, and writes tables (CSV), plots (PNG, SVG) and an HTML page.",
            "",
            "  hit-miss  a cache hit, the order that invalidates it, the miss after it",
            "  classics  one client of each original store's API",
            "  sweep     five clients, p from 0 to 1, with and without the cache",
            "  clients   1 to 20 clients, with and without the cache, by tier",
            "  balance   the same load on 1 to 4 front-ends",
            "  crash     kill -9 a follower, the leader and a catalog node under load",
            "  drop      10,000 customers, 500 tickets, holds that expire, two kills of the leader",
            "  clock     synchronization of clocks with offset and drift",
            "  raffle    all front-ends agree on entries and winners",
            "  all       all of them, one after the other"
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the experiment ran and all checks passed",
            "1:the experiment or one of its checks failed; the report says which",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  experiment crash",
            "  experiment sweep --seconds 20 --out sweep-results",
            "  experiment all --quick"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ExperimentCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int SECONDS_LIMIT = 600;
    private static final int QUICK_SECONDS = 1;

    @Spec
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the experiment.")
    String name;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the results; default: experiments/NAME-DATE.")
    @Nullable
    Path out;

    @Option(names = "--seconds", paramLabel = "S", description = "Duration of each measurement in seconds, 1 to 600.")
    @Nullable
    Integer seconds;

    @Option(names = "--quick", description = "Smallest size, to check that it works; the figures mean nothing.")
    boolean quick;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the clients' random choices.")
    @Nullable
    Long seed;

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
        if (seconds != null && (seconds < 1 || seconds > SECONDS_LIMIT)) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds must be from 1 to " + SECONDS_LIMIT + ", but is " + seconds);
        }
        List<Experiment> chosen = chosen();
        // Fail now rather than after minutes of measuring.
        ProgramJar.path();
        Figure.requireFonts();
        int status = 0;
        for (Experiment experiment : chosen) {
            status = Math.max(status, run(experiment, chosen.size() > 1));
        }
        return status;
    }

    private List<Experiment> chosen() {
        List<Experiment> all = Experiment.all();
        if (name.equals("all")) {
            return all;
        }
        List<Experiment> named = new ArrayList<>(all);
        named.removeIf(experiment -> !experiment.name().equals(name));
        if (named.isEmpty()) {
            List<String> names = all.stream().map(Experiment::name).toList();
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no experiment \"" + name + "\"; there are " + String.join(", ", names) + " and all");
        }
        return named;
    }

    private int run(Experiment experiment, boolean several) throws IOException, InterruptedException {
        int defaultSeconds = quick ? QUICK_SECONDS : experiment.defaultSeconds();
        Options options = new Options(
                quick,
                seconds != null ? seconds : defaultSeconds,
                seed != null ? seed : ThreadLocalRandom.current().nextLong(1L << 32));
        LocalDateTime started = LocalDateTime.now(ZoneId.systemDefault());
        Path folder = folder(experiment, started, several);
        Origin origin = new Origin(
                options.again(experiment.name(), System.getenv()), quick ? Origin.QUICK : "", facts(started));
        PrintWriter err = spec.commandLine().getErr();
        boolean bar = !quiet && Progress.errorStreamIsTerminal();
        Report report;
        try (Progress progress =
                bar ? Progress.on(err, experiment.name(), experiment.plannedSeconds(options)) : Progress.none()) {
            report = run(experiment, options, new ProgressOutput(progress, err, !bar && !quiet), folder);
        }
        print(report, origin, Results.write(folder, experiment.name(), report, origin));
        return report.passed() ? 0 : FAILED;
    }

    private static Report run(Experiment experiment, Options options, ProgressOutput output, Path folder)
            throws IOException, InterruptedException {
        try (Lab lab = new Lab(output)) {
            boolean passed = false;
            try {
                Report report = experiment.run(lab, options);
                passed = report.passed();
                return report;
            } finally {
                if (!passed) {
                    lab.copyLogs(folder.resolve("logs"));
                }
            }
        }
    }

    private Path folder(Experiment experiment, LocalDateTime started, boolean several) throws IOException {
        if (out != null) {
            return several ? out.resolve(experiment.name()) : out;
        }
        String date = started.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
        Path folder = Path.of("experiments", experiment.name() + (quick ? "-quick-" : "-") + date);
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new IOException(folder + " is not empty");
                }
            }
        }
        return folder;
    }

    private static Map<String, String> facts(LocalDateTime started) {
        Map<String, String> facts = new LinkedHashMap<>(Machine.facts());
        facts.put("started", started.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)));
        return facts;
    }

    private void print(Report report, Origin origin, Path page) {
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        report.findings().forEach(finding -> out.println(finding.line()));
        out.println();
        if (!origin.caution().isEmpty()) {
            out.println(origin.caution());
        }
        out.println("Again:  " + origin.command());
        out.println("Report: " + page.toAbsolutePath());
        out.flush();
    }
}
