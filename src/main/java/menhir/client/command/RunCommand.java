package menhir.client.command;

import java.util.List;
import menhir.client.report.RunReport;
import menhir.client.run.RunResult;
import menhir.client.run.StoreClient;
import menhir.client.run.WalkPlan;
import menhir.client.run.WorkloadRunner;
import menhir.client.terminal.Progress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that runs several clients, verifies their orders and reports. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class RunCommand extends RemoteCommand {

    private static final int CLIENTS_LIMIT = 1_024;
    private static final long MAX_THINK_MILLIS = 3_600_000;

    @Option(
            names = {"-c", "--clients"},
            paramLabel = "N",
            defaultValue = "1",
            description = "Concurrent clients, each with fail-over state of its own.")
    int clients;

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Option(
            names = "--think-millis",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Pause after each iteration.")
    long thinkMillis;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress bar.")
    boolean quiet;

    @Option(names = "--progress", description = "Show the progress bar even if standard error is not a terminal.")
    boolean progressForced;

    /** The plan of each client. */
    abstract WalkPlan plan(List<String> itemNames);

    /** Checks the command's own options. */
    abstract void check();

    @Override
    final int run(StoreClient client) throws InterruptedException {
        options.require("--clients", clients, 1, CLIENTS_LIMIT);
        options.require("--think-millis", thinkMillis, 0, MAX_THINK_MILLIS);
        check();
        WalkPlan plan = plan(selection.itemNames(options, client));
        long seed = selection.seed();
        try (Interruption interruption = new Interruption(err())) {
            RunResult result;
            try (Progress progress = progress((long) clients * plan.iterations())) {
                result = new WorkloadRunner(client, plan, clients, seed)
                        .run(progress::step, () -> !interruption.requested());
            }
            int exitStatus = exitStatus(result);
            if (interruption.requested()) {
                result = result.endedEarly("interrupted");
            }
            RunReport report = new RunReport(name(), client, plan, clients, seed, result);
            if (options.json) {
                print(report.json().put("exit", exitStatus));
            } else {
                report.print(out());
            }
            return exitStatus;
        }
    }

    private static int exitStatus(RunResult result) {
        if (!result.verification().passed()) {
            return ExitStatus.FAILED;
        }
        return result.failures().isEmpty() ? ExitStatus.OK : ExitStatus.NO_SERVER;
    }

    private Progress progress(long steps) {
        boolean wanted = progressForced || (!quiet && Progress.errorStreamIsTerminal());
        return wanted ? Progress.on(err(), name(), steps) : Progress.none();
    }
}
