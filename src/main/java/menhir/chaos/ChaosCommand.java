package menhir.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import menhir.experiment.lab.ProgramJar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand {@code chaos}: a cluster under random faults, and a verdict on its history. */
@Command(
        name = "chaos",
        sortOptions = false,
        description = {
            "Starts a cluster on this machine, does random faults to it while clients use it, and judges everything that the",
            "clients were told: nothing may be lost, doubled, oversold or stale."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:no violation", "1:a violation, or the run failed", "2:wrong usage"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ChaosCommand implements Callable<Integer> {
    /** Set by run/chaos when it has given this process network and mount namespaces of its own. */
    private static final String ISOLATED = "MENHIR_CHAOS_ISOLATED";

    private static final int MOST_SECONDS = 7 * 24 * 3600;
    private static final int MOST_CLIENTS = 200;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "How long faults begin; default: 60.")
    int seconds;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the sequence of faults; default: a random one.")
    @Nullable
    Long seed;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "3 or 5 nodes; default: 3.")
    int nodes;

    @Option(names = "--slots", paramLabel = "N", description = "3 or 5 slots, at most --nodes; default: --nodes.")
    @Nullable
    Integer slots;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "8", description = "Clients that order; default: 8.")
    int clients;

    @Option(
            names = "--faults",
            paramLabel = "KIND",
            split = ",",
            description = {"Kinds of faults, separated by commas; default: all. They are", "${COMPLETION-CANDIDATES}."},
            completionCandidates = Kinds.class)
    @Nullable
    List<String> faults;

    @Option(
            names = "--max-gap",
            paramLabel = "S",
            defaultValue = "4",
            description =
                    "Seconds without an acknowledged order that are allowed while one majority is connected; default: 4.")
    int maxGapSeconds;

    @Option(
            names = "--max-recovery",
            paramLabel = "S",
            defaultValue = "30",
            description = "Seconds from the last fault until all replicas must be members; default: 30.")
    int maxRecoverySeconds;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for logs and history after a violation; default: chaos/SEED.")
    @Nullable
    Path out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean helpRequested;

    /** The names of the kinds of faults. */
    static final class Kinds extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Kinds() {
            super(Arrays.stream(FaultKind.values()).map(FaultKind::option).toList());
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        between("--seconds", seconds, 1, MOST_SECONDS);
        between("--clients", clients, 1, MOST_CLIENTS);
        between("--max-gap", maxGapSeconds, 1, MOST_SECONDS);
        between("--max-recovery", maxRecoverySeconds, 1, MOST_SECONDS);
        oneOf("--nodes", nodes);
        int slotCount = slots == null ? nodes : slots;
        oneOf("--slots", slotCount);
        if (slotCount > nodes) {
            throw wrong("--slots is " + slotCount + ": it must not be more than --nodes, " + nodes);
        }
        boolean isolated = "1".equals(System.getenv(ISOLATED));
        Set<FaultKind> kinds = kinds();
        ProgramJar.path();
        Output output = new Output(spec.commandLine().getOut());
        if (!isolated && kinds.remove(FaultKind.FULL_DISK)) {
            output.line("left out: full-disk, which needs a file system of its own for each node");
            if (kinds.isEmpty()) {
                throw wrong("--faults names only faults that are not possible on this machine");
            }
        }
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
        output.line("seed %d: %d nodes, %d slots, %d s, %d clients; links are cut by %s"
                .formatted(chosen, nodes, slotCount, seconds, clients, isolated ? "network namespaces" : "relays"));
        output.line("faults: " + kinds.stream().map(FaultKind::option).collect(Collectors.joining(", ")));
        ChaosOptions options = new ChaosOptions(
                seconds,
                chosen,
                nodes,
                slotCount,
                clients,
                List.copyOf(kinds),
                Duration.ofSeconds(maxGapSeconds),
                Duration.ofSeconds(maxRecoverySeconds),
                isolated);
        Path kept = out == null ? Path.of("chaos", Long.toString(chosen)) : out;
        return new ChaosRun(options, output).run(kept) ? 0 : 1;
    }

    private Set<FaultKind> kinds() {
        if (faults == null) {
            return EnumSet.allOf(FaultKind.class);
        }
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String name : faults) {
            kinds.add(Arrays.stream(FaultKind.values())
                    .filter(kind -> kind.option().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() ->
                            wrong("there is no fault \"" + name + "\"; there are " + String.join(", ", new Kinds()))));
        }
        return kinds;
    }

    private void between(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(option + " must be from " + least + " to " + most + ", but is " + value);
        }
    }

    private void oneOf(String option, int value) {
        if (value != 3 && value != 5) {
            throw wrong(option + " must be 3 or 5, but is " + value);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
