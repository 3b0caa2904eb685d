package menhir.backup.command;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import menhir.backup.BackupFile;
import menhir.backup.BackupReader;
import menhir.backup.JsonLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a backup as JSON lines. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Prints a backup as JSON lines: a line about the backup, then one for each entry of the log.")
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BACKUP", description = "the backup")
    @SuppressWarnings("NullAway.Init")
    private Path backup;

    @Override
    public Integer call() throws IOException {
        BackupCommands.Whole whole = BackupCommands.read(backup);
        // System.out would hide a full disk.
        try (InputStream input = BackupFile.open(backup);
                Writer output = new BufferedWriter(
                        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8))) {
            JsonLines.export(new BackupReader(input), whole.summary(), output);
        }
        return 0;
    }
}
