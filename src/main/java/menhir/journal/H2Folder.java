package menhir.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
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
import java.util.stream.Stream;
import org.h2.Driver;
import org.h2.api.ErrorCode;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * The place of an H2 database: a folder of its own. {@link #url()} alone decides what survives a crash;
 * docs/decisions/0005-h2-durability.md gives the reasons.
 *
 * @param folder the slot's folder; it is created if it does not exist
 * @param sync what an acknowledged write must survive
 */
public record H2Folder(Path folder, SyncMode sync) implements SlotPlace {
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

    private static final String SEMICOLON = "the path of a slot's folder must not contain a semicolon";

    /** Whether a folder is that of a slot: it has a database's file. */
    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE_NAME + ".mv.db"));
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    @Override
    public Dialect dialect() {
        return Dialect.H2;
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
     * schemes stop all writes after one that failed, and decide whether writes are synchronous. H2's shutdown hook is off,
     * because it would close the database while the journal still writes: {@link OpenSlot#close} closes it after Akka has
     * stopped. Compaction at close is off, because {@link Compactor} compacts while the database is used.
     */
    @Override
    public String url() {
        String scheme = sync == SyncMode.POWER ? SyncFilePath.SCHEME + ":" : "";
        return "jdbc:h2:" + FailStopFilePath.SCHEME + ":" + scheme + folder.resolve(FILE_NAME)
                + ";WRITE_DELAY=0;RETENTION_TIME=" + RETENTION_MILLIS
                + ";CACHE_SIZE=" + CACHE_KIBIBYTES
                + ";PAGE_SIZE=" + PAGE_BYTES
                + ";MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE;ANALYZE_AUTO=0";
    }

    @Override
    public Connection connectAndLock(SlotDatabase database) {
        if (isUnusable()) {
            throw new SlotUnavailableException(database, SEMICOLON, null);
        }
        createFolder(database);
        registerFileSchemes();
        return connect(database);
    }

    @Override
    public SlotKeeper keep(SlotDatabase database, Connection connection, SlotKeeper.Listener listener)
            throws SQLException {
        return Compactor.start(database, this, connection, listener);
    }

    @Override
    public Config pool() {
        return ConfigFactory.parseMap(Map.of("url", url(), "driver", "org.h2.Driver", "keepAliveConnection", true));
    }

    /** It would end the path in the URL. */
    private boolean isUnusable() {
        return folder.toAbsolutePath().toString().indexOf(';') >= 0;
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

    private void createFolder(SlotDatabase database) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SlotUnavailableException(database, "the folder cannot be created (" + e + ")", e);
        }
        if (!Files.isWritable(folder) || (Files.exists(file()) && !Files.isWritable(file()))) {
            throw new SlotUnavailableException(database, "it is not writable", null);
        }
    }

    private Connection connect(SlotDatabase database) {
        try {
            Connection connection = connect(url());
            if (connection == null) {
                throw new SlotUnavailableException(database, "H2 does not accept the URL " + url(), null);
            }
            return connection;
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            String reason = cause instanceof SQLException failure
                    ? reasonOf(failure)
                    : "the database cannot be opened (" + Damage.describe(cause) + ")";
            throw new SlotUnavailableException(database, reason, cause);
        } catch (TimeoutException e) {
            throw new SlotUnavailableException(
                    database, "timed out after " + OPEN_TIMEOUT_SECONDS + " s waiting for the database to open", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SlotUnavailableException(database, "interrupted while the database opened", e);
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

    @Override
    public Connection connectStopped() throws IOException {
        if (isUnusable()) {
            throw new IOException(folder + " cannot be read: " + SEMICOLON);
        }
        try {
            return Objects.requireNonNull(connect(
                    "jdbc:h2:file:" + folder.toAbsolutePath().normalize().resolve(FILE_NAME)
                            + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE;DB_CLOSE_ON_EXIT=FALSE"));
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(folder + " cannot be read: " + reasonNotToRead(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the database in " + folder + " opened", e);
        }
    }

    private static String reasonNotToRead(Exception e) {
        if (e.getCause() instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
            return "a running node has it open; stop the node first";
        }
        return Damage.describe(e);
    }

    // ---- restoring --------------------------------------------------------------------------------------------------

    @Override
    public void requireEmpty() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IOException(folder + " is not empty: restore writes to empty folders only. Move it away");
            }
        }
    }

    @Override
    public SlotPlace emptyDraft() throws IOException {
        Path draft = folder.resolveSibling(folder.getFileName() + ".restoring");
        if (Files.exists(draft)) {
            try (Stream<Path> files = Files.list(draft)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(draft);
        }
        // Closing the draft flushes it.
        return new H2Folder(draft, SyncMode.PROCESS);
    }

    @Override
    public void moveTo(SlotPlace empty) throws IOException {
        Path target = ((H2Folder) empty).folder;
        Files.deleteIfExists(target);
        Files.move(folder, target);
    }
}
