package menhir.backup.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import menhir.backup.CopiedLog;
import menhir.backup.DamagedBackupException;
import menhir.backup.Summary;
import menhir.journal.LogDamagedException;
import menhir.journal.StoppedSlot;
import menhir.journal.StoredLog;

/** Folders of stopped nodes. */
final class StoppedSlots {
    /** A data folder has folders of nodes, which have folders of slots. */
    private static final int DEPTH = 2;

    private StoppedSlots() {}

    /**
     * The folders of slots at or below a path: of one slot, of a node, or of the nodes of a machine.
     *
     * @throws IOException if there is none
     */
    static List<Path> below(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IOException("there is no folder " + path);
        }
        try (Stream<Path> folders = Files.walk(path, DEPTH)) {
            List<Path> slots = folders.filter(StoppedSlot::isIn).sorted().toList();
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
