package menhir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A command that ran to its end.
 *
 * @param out its standard output
 * @param err its standard error
 */
public record Ran(int status, String out, String err) {

    static Ran of(ProcessBuilder builder) {
        try {
            Path out = Files.createTempFile("menhir-out", ".txt");
            Path err = Files.createTempFile("menhir-err", ".txt");
            try {
                builder.redirectOutput(out.toFile()).redirectError(err.toFile());
                int status = OwnProcess.start(builder).awaitExit();
                return new Ran(
                        status,
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the output of " + builder.command(), e);
        }
    }
}
