package menhir.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a cluster of one node with one slot. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Starts a server of one process: one node with one replica of each store, for a laptop.",
            "Acknowledged orders survive a crash of the process and of the machine, but not the loss of the disk."
        })
final class StoreCommand implements Callable<Integer> {
    private final NodeRunner runner;

    @Option(names = "--http-port", paramLabel = "PORT", description = "HTTP port (default: 8080)")
    private @Nullable Integer httpPort;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "folder of the database (default: ./data)")
    private @Nullable Path dataDir;

    StoreCommand(NodeRunner runner) {
        this.runner = runner;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, @Nullable Object> overrides = new HashMap<>();
        overrides.put("menhir.cluster.nodes", 1);
        overrides.put("menhir.cluster.slots", 1);
        overrides.put("menhir.cluster.seeds", null);
        overrides.put("menhir.node.ordinal", 1);
        // Not node-1: a node of a cluster may have a database with that name in the same folder.
        overrides.put("menhir.node.name", "store");
        overrides.put("menhir.node.slots", List.of(1));
        if (httpPort != null) {
            overrides.put("menhir.cluster.http-port", httpPort);
            overrides.put("menhir.node.http-port", null);
        }
        if (dataDir != null) {
            overrides.put("menhir.data.dir", dataDir.toString());
        }
        return NodeCommand.start(overrides, runner);
    }
}
