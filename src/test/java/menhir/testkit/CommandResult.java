package menhir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import menhir.experiment.lab.GuardedProcess;

/**
 * The result of a command that has exited.
 *
 * @param out its standard output
 * @param err its standard error
 */
public record CommandResult(int status, String out, String err) {

    static CommandResult of(ProcessBuilder builder) {
        return of(builder, TestCluster.TIMEOUT);
    }

    /** Runs a command until it exits, and kills it if it does not in time. */
    public static CommandResult of(ProcessBuilder builder, Duration timeout) {
        try {
            Path out = Files.createTempFile("menhir-out", ".txt");
            Path err = Files.createTempFile("menhir-err", ".txt");
            try {
                builder.redirectOutput(out.toFile()).redirectError(err.toFile());
                GuardedProcess process = GuardedProcess.start(builder);
                int status;
                try {
                    status = process.awaitExit(timeout.toSeconds());
                } finally {
                    process.kill();
                }
                return new CommandResult(
                        status,
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + builder.command(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
