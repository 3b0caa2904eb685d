package menhir.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import menhir.config.OneProcess;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a cluster of one node with one slot. */
@Command(
        name = StoreCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Starts a server of one process: one node with one replica of each store, for a laptop.",
            "Acknowledged orders survive a crash of the process and of the machine, but not the loss of the disk."
        })
final class StoreCommand implements Callable<Integer> {
    static final String NAME = "store";

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
        Map<String, @Nullable Object> overrides = OneProcess.overrides();
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
