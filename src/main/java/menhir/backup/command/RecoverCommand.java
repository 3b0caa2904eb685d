package menhir.backup.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import menhir.backup.BackupFile;
import menhir.backup.BackupHeader;
import menhir.backup.Origin;
import menhir.backup.Summary;
import menhir.config.ProgramVersion;
import menhir.config.Settings;
import menhir.journal.LogDamagedException;
import menhir.journal.SlotPlace;
import menhir.journal.StoppedSlot;
import menhir.journal.StoredLog;
import menhir.replication.ReplicaState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Forced recovery: makes backups from the disks of a minority. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes backups from the databases of stopped nodes when a majority of the disks is lost for good. With fewer disks"
                    + " nobody can know what was acknowledged: CHANGES THAT WERE ACKNOWLEDGED MAY BE LOST, and changes that"
                    + " were never acknowledged may appear.",
            "Of each store it takes the log with the latest end. Restore the new cluster from the backups (menhir restore)."
        })
final class RecoverCommand implements Callable<Integer> {
    private static final String FOLDERS = "folders of all nodes or slots that are left, or " + StoppedSlots.SCHEMA
            + "NAME for a slot's schema on the server of the settings";

    /** A log in one of the databases. */
    private record Candidate(SlotPlace place, StoppedSlot.Identity identity, String store, ReplicaState state) {}

    /** As in an election: the log whose last entry is of the highest epoch, then the longest. Blank replicas may lack its end. */
    private static final Comparator<Candidate> BEST = Comparator.<Candidate, Boolean>comparing(
                    candidate -> candidate.state().member())
            .thenComparing(candidate -> candidate.state().lastEpoch())
            .thenComparing(candidate -> candidate.state().lastIndex());

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "1..64", paramLabel = "FOLDER", description = FOLDERS)
    @SuppressWarnings("NullAway.Init")
    private List<String> folders;

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "folder for the files STORE.menhir")
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    @Option(names = "--accept-loss", description = "write the backups; without it the command only shows the logs")
    private boolean acceptLoss;

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.from(Settings.loadConfig(Map.of()));
        Map<String, Candidate> best = new TreeMap<>();
        for (Candidate candidate : candidates()) {
            print(describe(candidate));
            if (candidate.state().lastIndex() > 0) {
                best.merge(candidate.store(), candidate, (a, b) -> BEST.compare(a, b) >= 0 ? a : b);
            }
        }
        best.keySet().removeIf(store -> isLeftOut(settings, store));
        if (best.isEmpty()) {
            throw new IOException("there is no log with an entry of an enabled store in these folders");
        }
        if (!acceptLoss) {
            throw new IOException(
                    "nothing was written. Acknowledged changes that only the lost disks had are lost for good by a"
                            + " forced recovery, and changes that were never acknowledged may appear. Look for another disk or a"
                            + " backup first. To do it, add --accept-loss");
        }
        Files.createDirectories(dir);
        for (Candidate candidate : best.values()) {
            write(settings, candidate);
        }
        return 0;
    }

    private List<Candidate> candidates() throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        @Nullable String cluster = null;
        for (String given : folders) {
            for (SlotPlace place : StoppedSlots.of(given)) {
                try (StoppedSlot slot = StoppedSlot.open(place)) {
                    String itsCluster = slot.identity().cluster();
                    if (cluster != null && !cluster.equals(itsCluster)) {
                        throw new IOException("these are folders of two clusters, " + cluster + " and " + itsCluster
                                + ": recover one");
                    }
                    cluster = itsCluster;
                    slot.stores().forEach(store -> add(candidates, slot, store));
                }
            }
        }
        return candidates;
    }

    private void add(List<Candidate> candidates, StoppedSlot slot, String store) {
        try {
            candidates.add(new Candidate(
                    slot.place(), slot.identity(), store, slot.log(store).state()));
        } catch (LogDamagedException e) {
            print(slot.place() + " is damaged, and is not used: " + e.getMessage());
        }
    }

    private static String describe(Candidate candidate) {
        ReplicaState state = candidate.state();
        return candidate.place() + ": " + candidate.store() + " in slot "
                + candidate.identity().slot() + ": " + state.lastIndex() + " entries, " + state.lastNumber()
                + " orders, last epoch " + state.lastEpoch()
                + (state.member() ? ", member" : ", BLANK: it may lack the end of the log");
    }

    private boolean isLeftOut(Settings settings, String store) {
        boolean leftOut = !settings.stores().containsKey(store);
        if (leftOut) {
            print(store + " is not an enabled store, and is left out");
        }
        return leftOut;
    }

    private void write(Settings settings, Candidate candidate) throws IOException {
        try (StoppedSlot slot = StoppedSlot.open(candidate.place())) {
            StoredLog log = slot.log(candidate.store());
            Origin origin = new Origin(
                    slot.identity().cluster(),
                    Math.max(1, slot.identity().slots()),
                    "slot " + slot.identity().slot(),
                    ProgramVersion.get());
            String recorded = slot.kind(candidate.store());
            String kind = recorded != null
                    ? recorded
                    : Objects.requireNonNull(settings.stores().get(candidate.store()))
                            .kind()
                            .label();
            BackupHeader header = new BackupHeader(
                    candidate.store(), kind, origin, log.state().lastIndex(), System.currentTimeMillis(), true);
            Path file = dir.resolve(candidate.store() + ".menhir");
            Summary summary = BackupFile.write(file, header, writer -> log.entries(writer::add));
            print(file + ": FORCED recovery of " + candidate.store() + " from " + candidate.place() + ": " + summary);
        }
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        BackupCommands.print(out, line);
    }
}
