package menhir.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.h2.Driver;
import org.h2.api.ErrorCode;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * The database of a slot: H2, in a folder of its own. {@link #url()} alone decides what survives a crash;
 * docs/decisions/0005-h2-durability.md gives the reasons.
 *
 * @param cluster name of the cluster; a database of another cluster is rejected
 * @param slot number of the slot, from 1; a database of another slot is rejected
 * @param slots how many slots the cluster has; a database of a cluster with another number is rejected
 * @param stores kinds of the stores with a replica in the slot, by name; a database in which one has another kind is rejected,
 *     logs of other stores in it are left as they are
 * @param folder the slot's folder; it is created if it does not exist
 * @param sync what an acknowledged write must survive
 */
public record SlotDatabase(
        String cluster, int slot, int slots, Map<String, String> stores, Path folder, SyncMode sync) {
    /** Maximum size of the database's page cache, in KiB. */
    private static final int CACHE_KIBIBYTES = 16 * 1024;

    /**
     * Age at which a chunk of the file without live pages may be overwritten. Must not be 0: recovery after a torn write
     * needs the chunk before it.
     */
    private static final int RETENTION_MILLIS = 2_000;

    /**
     * Size at which a page of the file's trees is split. A commit rewrites every page that it changed, so small pages make
     * small commits: less than half of the bytes of H2's default (4096).
     */
    private static final int PAGE_BYTES = 1024;

    /**
     * Stack of the thread that opens the database. H2 locates the chunks of a file by reading pages that may be in chunks it
     * has not located yet: a recursion that grows with the number of chunks. On a small stack it ends in a
     * StackOverflowError, and the database can never be opened again. The size is reserved, not used, and only for a moment.
     */
    private static final long OPEN_STACK_BYTES = 1024L * 1024 * 1024;

    private static final long OPEN_TIMEOUT_SECONDS = 600;

    static final String FILE_NAME = "journal";

    public SlotDatabase {
        if (slot < 1) {
            throw new IllegalArgumentException("a slot must be at least 1, not " + slot);
        }
        stores = Map.copyOf(stores);
        folder = folder.toAbsolutePath().normalize();
        if (folder.toString().indexOf(';') >= 0) {
            throw new IllegalArgumentException("the path of a slot's folder must not contain a semicolon: " + folder);
        }
    }

    /** The file of the database. */
    public Path file() {
        return folder.resolve(FILE_NAME + ".mv.db");
    }

    /** The size of the file in bytes; 0 if there is none. */
    public long bytes() {
        return file().toFile().length();
    }

    /**
     * The JDBC URL. WRITE_DELAY=0 makes a commit write before it returns (by default H2 waits up to half a second); the file
     * schemes stop all writes after one that failed, and decide whether writes are synchronous. H2's shutdown hook is off, because it would close the database while
     * the journal still writes: {@link OpenSlot#close} closes it after Akka has stopped. Compaction at close is off, because
     * {@link Compactor} runs all the time.
     */
    public String url() {
        String scheme = sync == SyncMode.POWER ? SyncFilePath.SCHEME + ":" : "";
        return "jdbc:h2:" + FailStopFilePath.SCHEME + ":" + scheme + folder.resolve(FILE_NAME)
                + ";WRITE_DELAY=0;RETENTION_TIME=" + RETENTION_MILLIS
                + ";CACHE_SIZE=" + CACHE_KIBIBYTES
                + ";PAGE_SIZE=" + PAGE_BYTES
                + ";MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE;ANALYZE_AUTO=0";
    }

    /**
     * Opens the database, locks it against other processes and creates missing tables. Must be called before the actor system
     * starts.
     *
     * @throws SlotUnavailableException if the folder is not writable, another process has the database open, the file is not a
     *     database of a known format, or it belongs to another slot or cluster
     */
    public OpenSlot open() {
        Connection connection = connectAndLock();
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

    /** Connects to the database, which is created if there is none, and locks it against other processes. */
    Connection connectAndLock() {
        createFolder();
        registerFileSchemes();
        return connect();
    }

    private static final class FileSchemes {
        static {
            FilePath.register(new FailStopFilePath());
            FilePath.register(new SyncFilePath());
        }

        static void register() {}
    }

    /** Makes the schemes of {@link #url()} known to H2, once. */
    static void registerFileSchemes() {
        FileSchemes.register();
    }

    private void createFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SlotUnavailableException(this, "the folder cannot be created (" + e + ")", e);
        }
        if (!Files.isWritable(folder) || (Files.exists(file()) && !Files.isWritable(file()))) {
            throw new SlotUnavailableException(this, "it is not writable", null);
        }
    }

    private Connection connect() {
        try {
            Connection connection = connect(url());
            if (connection == null) {
                throw new SlotUnavailableException(this, "H2 does not accept the URL " + url(), null);
            }
            return connection;
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            String reason = cause instanceof SQLException failure
                    ? reasonOf(failure)
                    : "the database cannot be opened (" + Damage.describe(cause) + ")";
            throw new SlotUnavailableException(this, reason, cause);
        } catch (TimeoutException e) {
            throw new SlotUnavailableException(
                    this, "timed out after " + OPEN_TIMEOUT_SECONDS + " s waiting for the database to open", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SlotUnavailableException(this, "interrupted while the database opened", e);
        }
    }

    /** A connection to any slot's database; null if H2 does not accept the URL. */
    static @Nullable Connection connect(String url) throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<@Nullable Connection> opening =
                new FutureTask<>(() -> Driver.load().connect(url, new Properties()));
        new Thread(null, opening, "menhir-open-slot", OPEN_STACK_BYTES).start();
        return opening.get(OPEN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private String reasonOf(SQLException e) {
        return switch (e.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 -> "another process has it open";
            case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1, ErrorCode.FILE_ENCRYPTION_ERROR_1 ->
                file().getFileName() + " is not a database that this version can read (" + Damage.describe(e) + ")";
            case ErrorCode.DATABASE_IS_READ_ONLY -> "it is not writable";
            default -> "the database cannot be opened (" + Damage.describe(e) + ")";
        };
    }

    static void closeAfter(Exception failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
