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
import menhir.experiment.analysis.Trial;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.Machine;
import menhir.experiment.lab.ProgramJar;
import menhir.experiment.report.Report;
import menhir.experiment.report.Results;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs experiments; for the program's main command to register. */
@Command(
        name = "experiment",
        sortOptions = false,
        description = {
            "Starts nodes on this machine, measures, and writes tables (CSV), plots (PNG, SVG) and an HTML page.",
            "",
            "  hit-miss  a hit, the order that takes it out of the cache, the miss after it",
            "  classics  one client of each classical store, in its own language",
            "  sweep     five clients, p from 0 to 1, with and without the cache",
            "  clients   1 to 20 clients, with and without the cache, by tier",
            "  balance   the same load on 1 to 4 front-ends",
            "  crash     kill -9 of a follower, of the leader, of a catalog node, under load",
            "  clock     clocks that are wrong on purpose come together",
            "  raffle    all front-ends agree on entries and winners",
            "  all       one after the other"
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it was done, and all that must hold held",
            "1:it could not be done, or something that must hold did not: the page says what",
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

    @Parameters(index = "0", paramLabel = "NAME", description = "Which experiment; see above.")
    String name;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the results go; if not given, experiments/NAME-DATE below this folder.")
    @Nullable
    Path out;

    @Option(names = "--seconds", paramLabel = "S", description = "How long each measurement lasts, 1 to 600.")
    @Nullable
    Integer seconds;

    @Option(names = "--quick", description = "As little as shows that it works; no figures to rely on.")
    boolean quick;

    @Option(names = "--seed", paramLabel = "N", description = "Repeats the clients' choices.")
    @Nullable
    Long seed;

    @Option(names = "--quiet", description = "Neither a progress bar nor what is being done.")
    boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean helpWanted;

    @Override
    public Integer call() throws IOException, InterruptedException {
        // Before any class of the plots is loaded: they are drawn without a screen.
        System.setProperty("java.awt.headless", "true");
        if (seconds != null && (seconds < 1 || seconds > SECONDS_LIMIT)) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds must be from 1 to " + SECONDS_LIMIT + ", but is " + seconds);
        }
        List<Experiment> chosen = chosen();
        ProgramJar.path();
        Trial.drawAPlot();
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

    private int run(Experiment experiment, boolean oneOfSeveral) throws IOException, InterruptedException {
        int usual = quick ? QUICK_SECONDS : experiment.usualSeconds();
        Options scale = new Options(
                quick,
                seconds != null ? seconds : usual,
                seed != null ? seed : ThreadLocalRandom.current().nextLong(1L << 32));
        LocalDateTime begun = LocalDateTime.now(ZoneId.systemDefault());
        Path folder = folder(experiment, begun, oneOfSeveral);
        Map<String, String> facts = facts(begun);
        PrintWriter err = spec.commandLine().getErr();
        boolean bar = !quiet && Progress.errorStreamIsTerminal();
        Report report;
        try (Progress progress =
                bar ? Progress.on(err, experiment.name(), experiment.plannedSeconds(scale)) : Progress.none()) {
            report = run(experiment, scale, new Stage(progress, err, !bar && !quiet), folder);
        }
        say(report, Results.write(folder, experiment.name(), report, facts));
        return report.isGood() ? 0 : FAILED;
    }

    private static Report run(Experiment experiment, Options scale, Stage stage, Path folder)
            throws IOException, InterruptedException {
        try (Lab lab = new Lab(scale, stage)) {
            boolean good = false;
            try {
                Report report = experiment.run(lab);
                good = report.isGood();
                return report;
            } finally {
                if (!good) {
                    lab.keepLogs(folder.resolve("logs"));
                }
            }
        }
    }

    private Path folder(Experiment experiment, LocalDateTime begun, boolean oneOfSeveral) throws IOException {
        if (out != null) {
            return oneOfSeveral ? out.resolve(experiment.name()) : out;
        }
        String date = begun.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
        Path folder = Path.of("experiments", experiment.name() + "-" + date);
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new IOException(folder + " has something in it already");
                }
            }
        }
        return folder;
    }

    private static Map<String, String> facts(LocalDateTime begun) {
        Map<String, String> facts = new LinkedHashMap<>(Machine.facts());
        facts.put("begun", begun.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)));
        return facts;
    }

    private void say(Report report, Path page) {
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        report.findings().forEach(finding -> out.println((finding.good() ? "  " : "! ") + finding.text()));
        out.println();
        out.println("The page: " + page.toAbsolutePath());
        out.flush();
    }
}
