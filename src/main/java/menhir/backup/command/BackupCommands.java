package menhir.backup.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import menhir.backup.BackupFile;
import menhir.backup.BackupHeader;
import menhir.backup.BackupReader;
import menhir.backup.DamagedBackupException;
import menhir.backup.Summary;
import menhir.client.terminal.TerminalText;

/** All commands of backups, and what they share. */
public final class BackupCommands {
    static final int FAILED = 1;

    /** A backup that was read to its end, and so is whole. */
    record Whole(Path file, BackupHeader header, Summary summary) {}

    private BackupCommands() {}

    /** New objects with picocli's annotations. */
    public static List<Object> all() {
        return List.of(
                new BackupCommand(),
                new VerifyCommand(),
                new RestoreCommand(),
                new RecoverCommand(),
                new ExportCommand(),
                new ImportCommand());
    }

    /**
     * Reads a whole backup.
     *
     * @throws IOException if it cannot be read or is damaged; the message names the file
     */
    static Whole read(Path file) throws IOException {
        try (InputStream input = BackupFile.open(file)) {
            BackupReader reader = new BackupReader(input);
            return new Whole(file, reader.header(), reader.entries(entry -> {}));
        } catch (DamagedBackupException e) {
            throw new IOException(file + " is damaged: " + e.getMessage());
        }
    }

    /** Prints a line. Names in files may have control characters, which do not reach the terminal. */
    static void print(PrintWriter out, String line) {
        out.println(TerminalText.line(line));
        out.flush();
    }
}
