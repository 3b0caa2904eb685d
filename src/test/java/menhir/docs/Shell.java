package menhir.docs;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands of one document: variables and the folder last from one command to the next, as in a reader's terminal. */
final class Shell {
    private static final long LIMIT_SECONDS = 180;

    /** curl is quiet, and an error status fails unless the document shows an error; an endless stream ends. A machine may have no uuidgen. */
    private static final String PRELUDE = """
            set -a -eo pipefail
            curl() {
              for word; do
                if [ "$word" = -N ]; then command curl -sS --max-time 2 "$@" || [ $? = 28 ]; return; fi
              done
              command curl -sS ${DOCS_CURL_FAILS:---fail-with-body} "$@"
            }
            command -v uuidgen >/dev/null || uuidgen() { cat /proc/sys/kernel/random/uuid; }
            if [ -e "$DOCS_STATE" ]; then . "$DOCS_STATE"; cd "$PWD"; fi
            """;

    private static final String EPILOGUE =
            "\ndeclare -px | grep -v ' BASHOPTS=\\| SHELLOPTS=\\| DOCS_' >\"$DOCS_STATE\"\n";

    private final Path folder;
    private final Map<String, String> environment;
    private final Path state;
    private final Path output;

    /**
     * A shell.
     *
     * @param name a name of its own, for its files
     */
    Shell(Path folder, String name, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
        this.state = folder.resolve(name + ".state");
        this.output = folder.resolve(name + ".out");
    }

    /** What a command printed, and its exit status. */
    record Result(int status, String printed) {}

    /**
     * Runs a command.
     *
     * @param errors whether the document shows an answer with an error
     */
    Result run(String command, boolean errors) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("script"), PRELUDE + command + EPILOGUE);
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MENHIR_"));
        builder.environment().putAll(environment);
        builder.environment().put("DOCS_STATE", state.toString());
        if (errors) {
            builder.environment().put("DOCS_CURL_FAILS", "--no-fail");
        }
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new Result(-1, Files.readString(output) + "\nit did not end within " + LIMIT_SECONDS + " s");
        }
        return new Result(process.exitValue(), Files.readString(output));
    }
}
