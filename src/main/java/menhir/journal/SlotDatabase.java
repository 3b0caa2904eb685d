package menhir.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * The database of a slot. Its place says which kind it is, and what survives a crash.
 *
 * @param cluster name of the cluster; a database of another cluster is rejected
 * @param slot number of the slot, from 1; a database of another slot is rejected
 * @param slots how many slots the cluster has; a database of a cluster with another number is rejected
 * @param stores kinds of the stores with a replica in the slot, by name; a database in which one has another kind is rejected,
 *     logs of other stores in it are left as they are
 * @param place where it is; it is created there if there is none
 */
public record SlotDatabase(String cluster, int slot, int slots, Map<String, String> stores, SlotPlace place) {
    public SlotDatabase {
        if (slot < 1) {
            throw new IllegalArgumentException("a slot must be at least 1, not " + slot);
        }
        stores = Map.copyOf(stores);
    }

    /** An H2 database in a folder of its own. */
    public SlotDatabase(String cluster, int slot, int slots, Map<String, String> stores, Path folder, SyncMode sync) {
        this(cluster, slot, slots, stores, new H2Folder(folder.toAbsolutePath().normalize(), sync));
    }

    /** The same database at another place. */
    public SlotDatabase at(SlotPlace other) {
        return new SlotDatabase(cluster, slot, slots, stores, other);
    }

    /** The JDBC URL, without a password. */
    public String url() {
        return place.url();
    }

    /**
     * Opens the database, locks it against other processes and creates missing tables. Must be called before the actor system
     * starts.
     *
     * @throws SlotUnavailableException if the place cannot be used, another process has the database open, it is not a
     *     database of a known format, or it belongs to another slot or cluster
     */
    public OpenSlot open() {
        Connection connection = place.connectAndLock(this);
        try {
            SlotSchema.prepare(this, connection);
            return new OpenSlot(this, connection);
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, connection);
            throw e instanceof SlotUnavailableException unavailable
                    ? unavailable
                    : new SlotUnavailableException(
                            this, "its tables cannot be read or created (" + Damage.describe(e) + ")", e);
        }
    }

    static void closeAfter(Exception failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
