package menhir.backup.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import menhir.backup.BackupFile;
import menhir.backup.BackupReader;
import menhir.backup.Summary;
import menhir.backup.command.BackupCommands.Whole;
import menhir.config.OneProcess;
import menhir.config.Settings;
import menhir.journal.ConfiguredSlots;
import menhir.journal.RestoredSlot;
import menhir.journal.SlotDatabase;
import menhir.journal.SlotPlace;
import menhir.journal.StoppedSlot;
import menhir.replication.Restoration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the databases of a node of a new cluster from backups. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes the databases of this node's slots from backups. Run it for each node of the new cluster, or for a majority"
                    + " of the slots, with copies of the same files, and start the nodes afterwards.",
            "The new cluster must have another name than the lost one (menhir.cluster.name): its nodes do not know each other,"
                    + " and neither starts on a disk of the other."
        })
final class RestoreCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            required = true,
            description = "a backup, one for each store; repeatable")
    @SuppressWarnings("NullAway.Init")
    private List<Path> files;

    @Option(
            names = "--new",
            split = ",",
            paramLabel = "STORE",
            description = "a store without a backup, which begins with its first catalog; repeatable")
    private List<String> newStores = new ArrayList<>();

    @Option(names = "--one-process", description = "restore for a server of one process (run/store), not for a node")
    private boolean oneProcess;

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.from(Settings.loadConfig(oneProcess ? OneProcess.overrides() : Map.of()));
        Map<String, Whole> backups = backups(settings);
        List<Integer> slots = settings.node().slots();
        if (slots.isEmpty()) {
            throw usage("the node " + settings.node().name() + " has no slots: there is nothing to restore on it");
        }
        List<SlotDatabase> databases = new ArrayList<>();
        for (int slot : slots) {
            SlotDatabase database = ConfiguredSlots.of(settings, slot);
            database.place().requireEmpty();
            databases.add(database);
        }
        long minutes = TimeUnit.MILLISECONDS.toMinutes(System.currentTimeMillis());
        List<SlotPlace> drafts = new ArrayList<>();
        for (SlotDatabase database : databases) {
            SlotPlace draft = database.place().emptyDraft();
            drafts.add(draft);
            write(database.at(draft), backups, minutes);
        }
        for (int i = 0; i < drafts.size(); i++) {
            SlotDatabase database = databases.get(i);
            drafts.get(i).moveTo(database.place());
            backups.forEach((store, backup) -> BackupCommands.print(
                    spec.commandLine().getOut(),
                    database.place() + ": " + store + " in slot " + database.slot() + " of cluster "
                            + settings.cluster().name() + ": " + backup.summary()));
        }
        return 0;
    }

    /** The backups by store, all read to their ends and fit for this cluster. */
    private Map<String, Whole> backups(Settings settings) throws IOException {
        Map<String, Whole> backups = new LinkedHashMap<>();
        for (Path file : files) {
            Whole whole = BackupCommands.read(file);
            String store = whole.header().store();
            requireFit(settings, whole);
            Whole other = backups.put(store, whole);
            if (other != null) {
                throw usage(other.file() + " and " + file + " are both of the store " + store);
            }
        }
        for (String store : newStores) {
            if (!settings.stores().containsKey(store) || backups.containsKey(store)) {
                throw usage("--new " + store + ": it must be an enabled store without a backup");
            }
        }
        List<String> missing = settings.stores().keySet().stream()
                .filter(store -> !backups.containsKey(store) && !newStores.contains(store))
                .toList();
        if (!missing.isEmpty()) {
            throw usage("there is no backup of " + String.join(", ", missing) + ": add --file, or --new "
                    + String.join(",", missing) + " to begin with their first catalogs");
        }
        return backups;
    }

    private void requireFit(Settings settings, Whole whole) {
        String store = whole.header().store();
        Settings.Store configured = settings.stores().get(store);
        if (configured == null) {
            throw usage(whole.file() + " is of the store " + store + ", which is not an enabled store here: they are "
                    + String.join(", ", settings.stores().keySet()));
        }
        if (!configured.kind().label().equals(whole.header().kind())) {
            throw usage(whole.file() + " is of a store of the kind "
                    + whole.header().kind() + ", but menhir.stores." + store + ".kind is "
                    + configured.kind().label());
        }
        String cluster = whole.header().origin().cluster();
        if (cluster.equals(settings.cluster().name())) {
            throw usage(
                    whole.file() + " is of the cluster " + cluster + ": give the new cluster a name that no cluster had"
                            + " before (menhir.cluster.name, MENHIR_CLUSTER_NAME), so that no disk of the lost one can join it");
        }
    }

    private static void write(SlotDatabase draft, Map<String, Whole> backups, long minutes) throws IOException {
        try (RestoredSlot restored = RestoredSlot.create(draft)) {
            for (Whole backup : backups.values()) {
                write(restored, draft.slots(), backup, minutes);
            }
        }
        try (StoppedSlot written = StoppedSlot.open(draft.place())) {
            for (Whole backup : backups.values()) {
                String store = backup.header().store();
                Summary summary = StoppedSlots.check(written, store, written.log(store));
                if (!summary.equals(backup.summary())) {
                    throw new IOException(
                            draft.place() + " was not written as it should be: " + store + " has " + summary);
                }
            }
        }
    }

    private static void write(RestoredSlot restored, int slots, Whole backup, long minutes) throws IOException {
        Summary summary = backup.summary();
        Restoration restoration = new Restoration(slots, summary.entries(), summary.lastEpoch(), minutes);
        RestoredSlot.Log log = restored.log(backup.header().store());
        try (InputStream input = BackupFile.open(backup.file())) {
            log.begin(restoration);
            new BackupReader(input).entries(log::add);
            log.end(restoration);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
