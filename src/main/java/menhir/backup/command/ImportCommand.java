package menhir.backup.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import menhir.backup.JsonLines;
import menhir.backup.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a backup from JSON lines. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Makes a backup from the lines that export printed. Each line is checked.")
final class ImportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "LINES", description = "the file with the lines; - for the standard input")
    @SuppressWarnings("NullAway.Init")
    private Path lines;

    @Parameters(index = "1", paramLabel = "BACKUP", description = "the new backup; it must not exist")
    @SuppressWarnings("NullAway.Init")
    private Path backup;

    @Override
    public Integer call() throws IOException {
        try (BufferedReader reader = lines.toString().equals("-")
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : Files.newBufferedReader(lines)) {
            Summary summary = JsonLines.load(reader, backup);
            BackupCommands.print(spec.commandLine().getOut(), backup + ": " + summary);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + lines);
        }
        return 0;
    }
}
