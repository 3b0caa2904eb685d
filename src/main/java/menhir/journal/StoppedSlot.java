package menhir.journal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database of a slot whose node is stopped, open for reading. Nothing in it changes, and no node can open it
 * meanwhile. All messages of its exceptions are one line for the operator and name the place.
 */
public final class StoppedSlot implements AutoCloseable {
    private final SlotPlace place;
    private final Connection connection;
    private final Identity identity;
    private final List<String> stores;
    private final Map<String, String> kinds;

    /**
     * Whose database it is.
     *
     * @param slots number of slots of the cluster; 0 if a release wrote the database that did not record it
     */
    public record Identity(String cluster, int slot, int slots) {}

    private StoppedSlot(SlotPlace place, Connection connection) throws SQLException, IOException {
        this.place = place;
        this.connection = connection;
        this.identity = readIdentity();
        this.stores = List.copyOf(SlotSchema.storesIn(connection));
        this.kinds = SlotSchema.hasKinds(connection) ? SlotSchema.kindsIn(connection) : Map.of();
    }

    /**
     * Opens the database at a place.
     *
     * @throws IOException if a node has it open, or it cannot be read
     */
    public static StoppedSlot open(SlotPlace place) throws IOException {
        Connection connection = place.connectStopped();
        try {
            return new StoppedSlot(place, connection);
        } catch (SQLException e) {
            SlotDatabase.closeAfter(e, connection);
            throw new IOException(place + " cannot be read: " + Damage.describe(e));
        } catch (IOException | RuntimeException e) {
            SlotDatabase.closeAfter(e, connection);
            throw e;
        }
    }

    private Identity readIdentity() throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM \"slot_identity\"")) {
            if (!row.next()) {
                throw new IOException(place + " cannot be read: its database belongs to no slot");
            }
            int format = row.getInt("format");
            if (format <= SlotSchema.SHARED_LOGS_FORMAT || format > SlotSchema.FORMAT) {
                throw new IOException(
                        place + " cannot be read: it has format " + format + "; this command reads formats "
                                + (SlotSchema.SHARED_LOGS_FORMAT + 1) + " to " + SlotSchema.FORMAT
                                + ", and a node of this release migrates older ones");
            }
            boolean namesSlots = row.getMetaData().getColumnCount() > 4;
            return new Identity(row.getString("cluster"), row.getInt("slot"), namesSlots ? row.getInt("slots") : 0);
        }
    }

    public SlotPlace place() {
        return place;
    }

    public Identity identity() {
        return identity;
    }

    /** The stores with a log in the database, by name. */
    public List<String> stores() {
        return stores;
    }

    /** The kind of a store, or null if a release wrote the database that did not record it. */
    public @Nullable String kind(String store) {
        return kinds.get(store);
    }

    /**
     * A store's log, after all its events were read once.
     *
     * @throws LogDamagedException if it cannot be read; the message names store, slot and index
     */
    public StoredLog log(String store) {
        return StoredLog.read(connection, store, identity.slot());
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the database in " + place + " cannot be closed", e);
        }
    }
}
