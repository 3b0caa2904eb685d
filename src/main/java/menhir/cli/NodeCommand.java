package menhir.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import menhir.config.CallerKeys;
import menhir.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts one node of a cluster. */
@Command(
        name = NodeCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Starts one node of a cluster and runs until it is stopped (SIGTERM, Ctrl-C).",
            "The settings come from the file that -Dconfig.file names, such as run/node-1.conf, and from the environment"
                    + " variables that application.conf names."
        })
final class NodeCommand implements Callable<Integer> {
    static final String NAME = "node";

    private final NodeRunner runner;

    @Option(names = "--http-port", paramLabel = "PORT", description = "HTTP port of this node (menhir.node.http-port)")
    private @Nullable Integer httpPort;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "folder of the databases (menhir.data.dir)")
    private @Nullable Path dataDir;

    NodeCommand(NodeRunner runner) {
        this.runner = runner;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, @Nullable Object> overrides = new HashMap<>();
        if (httpPort != null) {
            overrides.put("menhir.node.http-port", httpPort);
        }
        if (dataDir != null) {
            overrides.put("menhir.data.dir", dataDir.toString());
        }
        return start(overrides, runner);
    }

    static int start(Map<String, @Nullable Object> overrides, NodeRunner runner) throws Exception {
        Config config = Settings.loadConfig(overrides);
        Settings settings = Settings.from(config);
        StartChecks.check(settings);
        OwnCertificate.prepare(settings);
        HttpsFiles.check(settings);
        checkKeysFile(settings);
        // logback.xml reads it when the first logger is created, so no logger may be created before this line.
        System.setProperty("menhir.log.level", settings.log().level().name());
        System.setProperty("menhir.log.format", settings.log().format().name().toLowerCase(Locale.ROOT));
        return runner.run(settings);
    }

    /** Before anything is opened. */
    private static void checkKeysFile(Settings settings) throws IOException {
        Path file = settings.http().keysFile();
        if (file != null) {
            try {
                CallerKeys.read(file);
            } catch (IOException e) {
                throw new IOException(e.getMessage() + " (menhir.http.keys-file)");
            }
        }
    }
}
