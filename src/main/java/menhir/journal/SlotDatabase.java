package menhir.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.h2.Driver;
import org.h2.api.ErrorCode;

/**
 * Where a slot's log lives: one H2 database, in a folder that belongs to the slot alone. The settings that decide what
 * survives a crash are {@link #url()} and nothing else; docs/decisions/0005-h2-durability.md gives the reasons.
 *
 * @param cluster name of the cluster; a folder made for another cluster is refused
 * @param slot number of the slot, from 1; a folder made for another slot is refused
 * @param stores names of the stores that have a replica here; the logs of others that may be there are left alone
 * @param folder the slot's own folder; it is made if it is not there
 * @param sync what a write must survive
 */
public record SlotDatabase(String cluster, int slot, List<String> stores, Path folder, SyncMode sync) {
    /** The most that the database's page cache may hold, in KiB. */
    private static final int CACHE_KIBIBYTES = 16 * 1024;

    /**
     * How long a chunk of the file that holds nothing current must have been written before its place is used again.
     * Never 0: a write torn by a crash needs the chunk before it.
     */
    private static final int RETENTION_MILLIS = 2_000;

    /**
     * At which size a page of the file's trees is split. A commit writes every page that it touched again, so small pages
     * make small commits: less than half of what H2's own choice (4096) writes.
     */
    private static final int PAGE_BYTES = 1024;

    /**
     * To open a file, H2 looks up where each of its chunks lies; for that it must read a page that may lie in a chunk that
     * it has not looked up yet, and so on, by recursion that grows with the number of chunks. On a stack that is too small
     * this ends in a StackOverflowError, and the database cannot be opened any more. This much is only reserved, not used,
     * and only while the database opens.
     */
    private static final long OPEN_STACK_BYTES = 1024L * 1024 * 1024;

    private static final long OPEN_TIMEOUT_SECONDS = 600;

    private static final String FILE_NAME = "journal";

    public SlotDatabase {
        if (slot < 1) {
            throw new IllegalArgumentException("a slot's number starts at 1, not " + slot);
        }
        stores = List.copyOf(stores);
        folder = folder.toAbsolutePath().normalize();
        if (folder.toString().indexOf(';') >= 0) {
            throw new IllegalArgumentException("a slot's folder cannot have a ; in its name: " + folder);
        }
    }

    /** The database's file. */
    public Path file() {
        return folder.resolve(FILE_NAME + ".mv.db");
    }

    /**
     * The JDBC URL. WRITE_DELAY=0 makes a commit write before it returns (by default H2 waits up to half a second);
     * the file scheme decides whether that write is synchronous. Whoever holds the {@link OpenSlot} closes the
     * database, after Akka has stopped: a hook of H2's own would close it under the journal's feet. Space is reclaimed
     * all the time by {@link Compactor}, so that closing need not take time for it.
     */
    public String url() {
        String scheme = sync == SyncMode.POWER ? SyncFilePath.SCHEME : "file";
        return "jdbc:h2:" + scheme + ":" + folder.resolve(FILE_NAME)
                + ";WRITE_DELAY=0;RETENTION_TIME=" + RETENTION_MILLIS
                + ";CACHE_SIZE=" + CACHE_KIBIBYTES
                + ";PAGE_SIZE=" + PAGE_BYTES
                + ";MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE;ANALYZE_AUTO=0";
    }

    /**
     * Takes the slot for this process, and makes its tables if they are not there. Must be done before the actor system
     * starts; the slot is held, against other processes too, until the result is closed.
     *
     * @throws SlotUnavailableException if the folder cannot be written, another process holds the slot, the file is not a
     *     database of a known format, or the folder was made for another slot or cluster
     */
    public OpenSlot open() {
        makeFolder();
        SyncFilePath.register();
        Connection connection = connect();
        try {
            SlotSchema.prepare(this, connection);
            return new OpenSlot(this, connection, Compactor.start(this, connection));
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, connection);
            throw e instanceof SlotUnavailableException unavailable
                    ? unavailable
                    : new SlotUnavailableException(this, "its tables cannot be read or made: " + e.getMessage(), e);
        }
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SlotUnavailableException(this, "the folder cannot be made (" + e + ")", e);
        }
        if (!Files.isWritable(folder) || (Files.exists(file()) && !Files.isWritable(file()))) {
            throw new SlotUnavailableException(this, "no permission to write there", null);
        }
    }

    private Connection connect() {
        FutureTask<Connection> opening = new FutureTask<>(() -> Driver.load().connect(url(), new Properties()));
        new Thread(null, opening, "menhir-open-slot-" + slot, OPEN_STACK_BYTES).start();
        try {
            Connection connection = opening.get(OPEN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (connection == null) {
                throw new SlotUnavailableException(this, "H2 does not take the URL " + url(), null);
            }
            return connection;
        } catch (ExecutionException e) {
            String reason = e.getCause() instanceof SQLException failure
                    ? reasonOf(failure)
                    : "the database does not open (" + e.getCause() + ")";
            throw new SlotUnavailableException(this, reason, e.getCause());
        } catch (TimeoutException e) {
            throw new SlotUnavailableException(this, "it does not open within " + OPEN_TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SlotUnavailableException(this, "interrupted while it opened", e);
        }
    }

    private String reasonOf(SQLException e) {
        return switch (e.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 -> "another process holds it";
            case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1, ErrorCode.FILE_ENCRYPTION_ERROR_1 ->
                file().getFileName() + " is not a database that this version can read (" + e.getMessage() + ")";
            case ErrorCode.DATABASE_IS_READ_ONLY -> "no permission to write there";
            default -> "the database does not open (" + e.getMessage() + ")";
        };
    }

    private static void closeAfter(Exception failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
