package menhir.node;

import akka.actor.typed.ActorSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import menhir.config.CallerKeys;
import menhir.config.Settings;
import menhir.config.WatchedFiles;
import menhir.http.HttpServer;
import menhir.http.access.ApiKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of callers, kept as the file {@code http.keys-file} is. */
final class CallerKeysFile {
    private final Logger log = LoggerFactory.getLogger("audit");
    private final Settings.Http settings;
    private final @Nullable WatchedFiles watched;

    CallerKeysFile(Settings.Http settings) {
        this.settings = settings;
        this.watched = settings.keysFile() == null ? null : new WatchedFiles(settings.keysFile());
    }

    /**
     * The keys of all callers now, those of the settings among them.
     *
     * @throws IOException if the file cannot be used
     */
    List<ApiKey> read() throws IOException {
        Path file = settings.keysFile();
        return NodeConfig.keys(settings, file == null ? List.of() : CallerKeys.read(file));
    }

    /** Has a server use the file's keys whenever it has changed, while the system runs. */
    void follow(ActorSystem<?> system, HttpServer server) {
        if (watched != null) {
            FilePoll.start(system, () -> refresh(watched, server));
        }
    }

    private void refresh(WatchedFiles changes, HttpServer server) {
        if (!changes.haveChanged()) {
            return;
        }
        try {
            List<ApiKey> keys = read();
            server.replaceKeys(keys);
            log.info("{} was read again: there are {} keys now", settings.keysFile(), keys.size());
        } catch (IOException e) {
            log.warn("the new keys are not used, those before are: {}", e.getMessage());
        }
    }
}
