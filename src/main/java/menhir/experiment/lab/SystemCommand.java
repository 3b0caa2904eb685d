package menhir.experiment.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short commands of the operating system. */
public final class SystemCommand {
    private static final long SECONDS = 20;

    private SystemCommand() {}

    /**
     * Runs a command.
     *
     * @return what it has printed
     * @throws IOException if its exit status is not 0; the message has what it has printed
     */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " failed: " + output.strip());
        }
        return output;
    }

    /** The same. */
    public static String run(String... command) throws IOException, InterruptedException {
        return run(List.of(command));
    }
}
