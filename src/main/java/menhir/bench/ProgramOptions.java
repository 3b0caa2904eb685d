package menhir.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import menhir.client.http.ServerAddress;
import menhir.client.terminal.TerminalText;
import org.jspecify.annotations.Nullable;

/** Reads a program from the command line. */
final class ProgramOptions {
    private static final int MOST_SERVERS = 16;

    private ProgramOptions() {}

    /**
     * A jar, or the addresses of servers.
     *
     * @param option the name of the option, for the error message
     * @throws IllegalArgumentException with what is allowed, if it is neither
     */
    static Program parse(String label, String option, String text) {
        return text.endsWith(".jar") ? jar(label, option, text) : target(label, option, text);
    }

    /** A packaged jar, which must exist. */
    static Program jar(String label, String option, String text) {
        Path jar = Path.of(text);
        if (!Files.isRegularFile(jar) || !Files.isReadable(jar)) {
            throw new IllegalArgumentException(
                    option + " is '" + TerminalText.line(text) + "': it must be a readable jar file");
        }
        return new Program.Jar(label, jar.toAbsolutePath());
    }

    /** Servers that run already: addresses, separated by commas. */
    static Program target(String label, String option, String text) {
        List<ServerAddress> servers = new ArrayList<>();
        for (String server : text.split(",", MOST_SERVERS + 1)) {
            servers.add(address(option, server));
        }
        if (servers.size() > MOST_SERVERS) {
            throw new IllegalArgumentException(option + " must name at most " + MOST_SERVERS + " servers");
        }
        for (ServerAddress server : servers) {
            if (server.resolve().isUnresolved()) {
                throw new IllegalArgumentException(option + ": the host of " + server + " is unknown");
            }
        }
        return new Program.Target(label, servers);
    }

    /** The bench speaks no https. */
    private static ServerAddress address(String option, String text) {
        try {
            ServerAddress address = ServerAddress.parse(text);
            if (!address.https()) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            throw malformed(option, text, malformed);
        }
        throw malformed(option, text, null);
    }

    private static IllegalArgumentException malformed(String option, String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                option + ": '" + TerminalText.line(text) + "' is not of the form http://host:port", cause);
    }
}
