package menhir.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tukaani.xz.XZInputStream;

/**
 * The data folders of a cluster of three nodes that release 0.1.0 wrote, and what its stores held. While it was written, the
 * leader was killed once, and one node lost its disk and joined again.
 */
public final class OldFolder {
    /** The number of nodes; each has one slot, with its own number. */
    public static final int NODES = 3;

    private static final String RESOURCES = "/menhir/folder-0.1.0/";

    private OldFolder() {}

    /** Writes each node's folder into a data folder, as {@code node-1} to {@code node-3}. */
    public static void unpackInto(Path dataFolder) throws IOException {
        for (int node = 1; node <= NODES; node++) {
            unpackSlot(node, dataFolder.resolve("node-" + node).resolve("slot-" + node));
        }
    }

    /** Writes the database of one slot into its folder. */
    public static void unpackSlot(int slot, Path slotFolder) throws IOException {
        Files.createDirectories(slotFolder);
        try (InputStream database = open("node-" + slot + ".mv.db.xz")) {
            Files.copy(database, slotFolder.resolve("journal.mv.db"));
        }
    }

    /**
     * What the cluster answered before it was stopped: {@code stores}, by name, with items, orders and digests (of the store
     * of games: the boards, by path), and {@code keys}, the orders of some idempotency keys.
     */
    public static JsonNode expected() throws IOException {
        try (InputStream json = open("expected.json.xz")) {
            return new JsonMapper().readTree(json);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream packed = OldFolder.class.getResourceAsStream(RESOURCES + name);
        if (packed == null) {
            throw new FileNotFoundException(RESOURCES + name);
        }
        return new XZInputStream(packed);
    }
}
