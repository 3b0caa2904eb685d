package menhir.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import menhir.client.http.ServerAddress;

/** A program under measurement. */
sealed interface Program {

    /** The short name in the results: A, or B for the one that A is compared with. */
    String label();

    /** What it is, for people. */
    String description();

    /** A packaged jar, of which the bench starts nodes. */
    record Jar(String label, Path jar) implements Program {
        @Override
        public String description() {
            return jar.toString();
        }
    }

    /** Servers that run already. */
    record Target(String label, List<ServerAddress> servers) implements Program {
        public Target {
            servers = List.copyOf(servers);
        }

        @Override
        public String description() {
            return servers.stream().map(ServerAddress::toString).collect(Collectors.joining(","));
        }
    }
}
