package menhir.client.command;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import menhir.client.http.StoreClient;
import menhir.client.run.ItemNames;
import menhir.client.run.Progress;
import menhir.client.run.RunReport;
import menhir.client.run.WalkPlan;
import menhir.client.run.WorkloadRunner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A verb that lets several clients run and reports what they measured. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public abstract class RunCommand extends RemoteCommand {

    private static final int CLIENTS_LIMIT = 1_024;
    public static final int ITERATIONS_LIMIT = 1_000_000;
    public static final int QUANTITY_LIMIT = 1_000_000;
    private static final long THINK_LIMIT_MILLIS = 3_600_000;

    @Option(
            names = {"-c", "--clients"},
            paramLabel = "N",
            defaultValue = "1",
            description = "Clients at once, each with fail-over state of its own.")
    int clients;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Repeats a run's choices; drawn and printed if not given.")
    @Nullable
    Long seed;

    @Option(
            names = "--names",
            split = ",",
            paramLabel = "ITEM",
            description = "Items to choose from; if not given, all that the servers list.")
    @Nullable
    List<String> names;

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

    @Option(names = "--progress", description = "A progress bar even if standard error is no terminal.")
    boolean progressForced;

    /** @param itemNames at least one */
    abstract WalkPlan plan(List<String> itemNames);

    /** Checks the verb's own options. */
    abstract void check();

    /** The sub-command's name. */
    abstract String verb();

    @Override
    final int run(StoreClient connection) throws InterruptedException {
        options.require("--clients", clients, 1, CLIENTS_LIMIT);
        options.require("--think-millis", thinkMillis, 0, THINK_LIMIT_MILLIS);
        check();
        if (names != null) {
            options.requireItems(names);
        }
        List<String> itemNames = ItemNames.choose(connection, names);
        if (itemNames == null) {
            return unknownStore();
        }
        if (itemNames.isEmpty()) {
            return failed(ExitStatus.NOT_SOUND, "store '" + options.store() + "' has no items");
        }
        long chosenSeed = seed != null ? seed : ThreadLocalRandom.current().nextLong(1L << 32);
        WalkPlan plan = plan(itemNames);
        WorkloadRunner fleet = new WorkloadRunner(connection, plan, clients, chosenSeed);
        WorkloadRunner.Result result;
        try (Progress progress = progress((long) clients * plan.iterations())) {
            result = fleet.run(progress);
        }
        RunReport report = new RunReport(verb(), connection, plan, clients, chosenSeed, result);
        if (options.json) {
            print(report.json());
        } else {
            report.print(out());
        }
        return report.exitStatus();
    }

    private Progress progress(long steps) {
        boolean wanted = progressForced || (!quiet && Progress.errorStreamIsTerminal());
        return wanted ? Progress.on(err(), verb(), steps) : Progress.none();
    }
}
