package menhir.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import menhir.config.Secret;
import menhir.config.Settings;
import menhir.config.SettingsException;
import org.jspecify.annotations.Nullable;

/** The databases of a node's slots, as its settings describe them. */
public final class ConfiguredSlots {
    private static final int MAX_PASSWORD_BYTES = 256;

    private ConfiguredSlots() {}

    /**
     * The database of a slot.
     *
     * @throws SettingsException if the file with the password cannot be read
     */
    public static SlotDatabase of(Settings settings, int slot) {
        return new SlotDatabase(
                settings.cluster().name(),
                slot,
                settings.cluster().slots(),
                settings.storeKinds(),
                place(settings, slot));
    }

    private static SlotPlace place(Settings settings, int slot) {
        SyncMode sync = settings.data().sync() == Settings.Sync.POWER ? SyncMode.POWER : SyncMode.PROCESS;
        Settings.Postgresql postgresql = settings.database().postgresql();
        return postgresql == null
                ? new H2Folder(settings.data().nodeDir(settings.node()).resolve("slot-" + slot), sync)
                : new PostgresSchema(server(postgresql), postgresql.schema() + slot, sync);
    }

    /**
     * A schema on the server of the settings, for commands that read it; null if the settings name no server.
     *
     * @throws SettingsException if the file with the password cannot be read
     */
    public static @Nullable SlotPlace schema(Settings settings, String name) {
        Settings.Postgresql postgresql = settings.database().postgresql();
        return postgresql == null ? null : new PostgresSchema(server(postgresql), name, SyncMode.PROCESS);
    }

    private static PostgresServer server(Settings.Postgresql postgresql) {
        Path file = postgresql.passwordFile();
        Secret secret = postgresql.password();
        String password = secret == null ? null : secret.reveal();
        return new PostgresServer(postgresql.url(), postgresql.user(), file == null ? password : firstLine(file));
    }

    private static String firstLine(Path file) {
        String text;
        try (InputStream bytes = Files.newInputStream(file)) {
            text = new String(bytes.readNBytes(MAX_PASSWORD_BYTES + 2), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SettingsException("menhir.database.password-file: " + file + " cannot be read (" + e + ")");
        }
        String line = text.lines().findFirst().orElse("");
        if (line.isEmpty() || line.length() > MAX_PASSWORD_BYTES) {
            throw new SettingsException("menhir.database.password-file: " + file + " must have a password of 1 to "
                    + MAX_PASSWORD_BYTES + " characters on its first line");
        }
        return line;
    }
}
