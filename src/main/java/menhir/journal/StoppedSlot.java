package menhir.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The database of a slot whose node is stopped, open for reading. Nothing in the file changes, and no node can open it
 * meanwhile. All messages of its exceptions are one line for the operator and name the folder.
 */
public final class StoppedSlot implements AutoCloseable {
    private final Path folder;
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

    private StoppedSlot(Path folder, Connection connection) throws SQLException, IOException {
        this.folder = folder;
        this.connection = connection;
        this.identity = readIdentity();
        this.stores = List.copyOf(SlotSchema.storesIn(connection));
        this.kinds = SlotSchema.hasKinds(connection) ? SlotSchema.kindsIn(connection) : Map.of();
    }

    /** Whether a folder is that of a slot: it has a database's file. */
    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(SlotDatabase.FILE_NAME + ".mv.db"));
    }

    /**
     * Opens the database in a slot's folder.
     *
     * @throws IOException if a node has it open, or it cannot be read
     */
    public static StoppedSlot open(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (absolute.toString().indexOf(';') >= 0) {
            throw new IOException(folder + " cannot be read: the path of a slot's folder must not contain a semicolon");
        }
        try {
            Connection connection = Objects.requireNonNull(SlotDatabase.connect("jdbc:h2:file:"
                    + absolute.resolve(SlotDatabase.FILE_NAME)
                    + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE;DB_CLOSE_ON_EXIT=FALSE"));
            try {
                return new StoppedSlot(folder, connection);
            } catch (SQLException | IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (ExecutionException | SQLException | TimeoutException e) {
            throw new IOException(folder + " cannot be read: " + reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the database in " + folder + " opened", e);
        }
    }

    private static String reason(Exception e) {
        if (e.getCause() instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
            return "a running node has it open; stop the node first";
        }
        return Damage.describe(e);
    }

    private Identity readIdentity() throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM \"slot_identity\"")) {
            if (!row.next()) {
                throw new IOException(folder + " cannot be read: its database belongs to no slot");
            }
            int format = row.getInt("format");
            if (format <= SlotSchema.SHARED_LOGS_FORMAT || format > SlotSchema.FORMAT) {
                throw new IOException(
                        folder + " cannot be read: it has format " + format + "; this command reads formats "
                                + (SlotSchema.SHARED_LOGS_FORMAT + 1) + " to " + SlotSchema.FORMAT
                                + ", and a node of this release migrates older ones");
            }
            boolean namesSlots = row.getMetaData().getColumnCount() > 4;
            return new Identity(row.getString("cluster"), row.getInt("slot"), namesSlots ? row.getInt("slots") : 0);
        }
    }

    public Path folder() {
        return folder;
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
            throw new IllegalStateException("the database in " + folder + " cannot be closed", e);
        }
    }
}
