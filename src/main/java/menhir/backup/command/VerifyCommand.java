package menhir.backup.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import menhir.backup.Summary;
import menhir.journal.LogDamagedException;
import menhir.journal.SlotPlace;
import menhir.journal.StoppedSlot;
import menhir.journal.StoredLog;
import menhir.replication.ReplicaState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads every record of backups and of stopped nodes' databases. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Reads every record of a backup, or of the databases of a stopped node, and prints one line for each store and"
                    + " slot.",
            "The exit status is 1 if anything is damaged. Nothing is changed."
        })
final class VerifyCommand implements Callable<Integer> {
    private static final String PATHS = "a backup, the folder of a slot or of a node, or " + StoppedSlots.SCHEMA
            + "NAME for a slot's schema on the server of the settings";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "1..64", paramLabel = "PATH", description = PATHS)
    @SuppressWarnings("NullAway.Init")
    private List<String> paths;

    private boolean damaged;

    @Override
    public Integer call() throws IOException {
        for (String path : paths) {
            if (Files.isRegularFile(Path.of(path))) {
                verifyBackup(Path.of(path));
            } else {
                for (SlotPlace place : StoppedSlots.of(path)) {
                    verifySlot(place);
                }
            }
        }
        return damaged ? BackupCommands.FAILED : 0;
    }

    private void verifyBackup(Path file) {
        try {
            BackupCommands.Whole whole = BackupCommands.read(file);
            print(file + ": " + whole.header().describe() + ": " + whole.summary());
        } catch (IOException e) {
            damaged(String.valueOf(e.getMessage()));
        }
    }

    private void verifySlot(SlotPlace place) {
        try (StoppedSlot slot = StoppedSlot.open(place)) {
            for (String store : slot.stores()) {
                verifyLog(slot, store);
            }
        } catch (IOException e) {
            damaged(String.valueOf(e.getMessage()));
        }
    }

    private void verifyLog(StoppedSlot slot, String store) {
        try {
            StoredLog log = slot.log(store);
            Summary summary = StoppedSlots.check(slot, store, log);
            ReplicaState state = log.state();
            print(slot.place() + ": " + store + " in slot "
                    + slot.identity().slot() + " of cluster " + slot.identity().cluster()
                    + (state.member() ? ", member: " : ", blank: ") + summary
                    + (summary.entries() == 0 ? "" : ", promised epoch " + state.epoch()));
        } catch (LogDamagedException | IOException e) {
            damaged(slot.place() + " is damaged: " + e.getMessage());
        }
    }

    private void damaged(String line) {
        damaged = true;
        print(line);
    }

    private void print(String line) {
        BackupCommands.print(spec.commandLine().getOut(), line);
    }
}
