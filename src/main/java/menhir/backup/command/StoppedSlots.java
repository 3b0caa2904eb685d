package menhir.backup.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import menhir.backup.CopiedLog;
import menhir.backup.DamagedBackupException;
import menhir.backup.Summary;
import menhir.config.Settings;
import menhir.journal.ConfiguredSlots;
import menhir.journal.H2Folder;
import menhir.journal.LogDamagedException;
import menhir.journal.SlotPlace;
import menhir.journal.StoppedSlot;
import menhir.journal.StoredLog;
import menhir.journal.SyncMode;

/** The databases of stopped nodes, as the arguments of commands name them. */
final class StoppedSlots {
    /** A data folder has folders of nodes, which have folders of slots. */
    private static final int DEPTH = 2;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

    /** How an argument begins that names a schema on the server of the settings. */
    static final String SCHEMA = "schema:";

    private StoppedSlots() {}

    /**
     * The databases that an argument names: a schema, or the folder of one slot, of a node, or of the nodes of a machine.
     *
     * @throws IOException if there is none
     */
    static List<SlotPlace> of(String argument) throws IOException {
        if (!argument.startsWith(SCHEMA)) {
            return below(Path.of(argument));
        }
        String name = argument.substring(SCHEMA.length());
        SlotPlace schema = NAME.matcher(name).matches()
                ? ConfiguredSlots.schema(Settings.from(Settings.loadConfig(Map.of())), name)
                : null;
        if (schema == null) {
            throw new IOException("there is no " + argument + ": it must be " + SCHEMA
                    + "NAME, of a schema on the server of menhir.database.url");
        }
        return List.of(schema);
    }

    private static List<SlotPlace> below(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IOException("there is no folder " + path);
        }
        try (Stream<Path> folders = Files.walk(path, DEPTH)) {
            List<SlotPlace> slots = folders.filter(H2Folder::isIn)
                    .sorted()
                    .<SlotPlace>map(folder -> new H2Folder(folder, SyncMode.PROCESS))
                    .toList();
            if (slots.isEmpty()) {
                throw new IOException(path + " has no database of a slot");
            }
            return slots;
        }
    }

    /**
     * Reads and checks a whole log.
     *
     * @throws LogDamagedException if the database cannot be read; the message names store, slot and index
     * @throws IOException if an entry is wrong; the message names store, slot and index
     */
    static Summary check(StoppedSlot slot, String store, StoredLog log) throws IOException {
        CopiedLog copied = new CopiedLog();
        try {
            log.entries(copied::add);
            return copied.summary();
        } catch (DamagedBackupException e) {
            throw new IOException(store + " in slot " + slot.identity().slot() + ", " + e.getMessage());
        }
    }
}
