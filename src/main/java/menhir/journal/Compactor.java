package menhir.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an H2 database: compacts its file while it is in use, and notices when the database has closed itself.
 *
 * <p>Every commit appends a chunk, of which soon only a page or two is live, and the space of a chunk is reused only when none of
 * its pages is. H2 compacts in a background thread, but has none when it writes at each commit (WRITE_DELAY=0), so this thread
 * does it, in small passes, because commits wait for a pass.
 *
 * <p>H2 closes a database after the first write that fails (a full disk, for example), and after some kinds of damage.
 */
final class Compactor implements SlotKeeper {
    /**
     * Share of live data, in percent, below which pages are moved. It can be high, because the entries of a log stay live:
     * most pages are moved once. A file of few chunks also opens faster.
     */
    private static final int FILL_PERCENT = 90;

    /** Maximum live data that one pass moves, in bytes: the longest that a commit waits. */
    private static final int PASS_BYTES = 1024 * 1024;

    private static final int PASS_INTERVAL_MILLIS = 100;
    /** Skipped passes after one that failed: a minute. */
    private static final int PASSES_TO_SKIP_AFTER_FAILURE = 600;

    private static final long CLOSE_TIMEOUT_MILLIS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Compactor.class);

    private final SlotDatabase database;
    private final H2Folder folder;
    private final Connection connection;
    private final MVStore store;
    private final Listener listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private final CompactionPasses passes = new CompactionPasses();

    private Compactor(SlotDatabase database, H2Folder folder, Connection connection, MVStore store, Listener listener) {
        this.database = database;
        this.folder = folder;
        this.connection = connection;
        this.store = store;
        this.listener = listener;
        this.thread = new Thread(this::run, "menhir-compact-slot-" + database.slot());
        thread.setDaemon(true);
    }

    /**
     * Starts the thread.
     *
     * @param connection an open connection to the database, which stays open until this is closed
     * @param listener hears of it if the database has closed itself
     */
    static Compactor start(SlotDatabase database, H2Folder folder, Connection connection, Listener listener)
            throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        MVStore store = session.getDatabase().getStore().getMvStore();
        Compactor compactor = new Compactor(database, folder, connection, store, listener);
        compactor.thread.start();
        return compactor;
    }

    private void run() {
        try {
            int passesToSkip = 0;
            while (!closing.await(PASS_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (hasFailed()) {
                    return;
                }
                if (passesToSkip > 0) {
                    passesToSkip--;
                } else if (!pass()) {
                    passesToSkip = PASSES_TO_SKIP_AFTER_FAILURE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasFailed() {
        if (!store.isClosed()) {
            return false;
        }
        Throwable cause = store.getPanicException();
        listener.failed(SlotUnavailableException.whileOpen(
                database, folder.file(), cause == null ? new IllegalStateException("the database is closed") : cause));
        return true;
    }

    private boolean pass() {
        try {
            if (passes.mayMove(store.getCurrentVersion()) && store.compact(FILL_PERCENT, PASS_BYTES)) {
                store.commit();
                passes.moved(store.getCurrentVersion());
            }
            return true;
        } catch (RuntimeException e) {
            if (store.isClosed()) {
                return false;
            }
            log.warn("compaction of {} failed; the file grows until a pass succeeds", folder.file(), e);
            return false;
        }
    }

    /** A database on a disk answers or has failed. */
    @Override
    public @Nullable String outage() {
        return null;
    }

    @Override
    public long bytes() {
        return folder.bytes();
    }

    /** Waits for the end of a running pass, so that none runs while the database closes. */
    @Override
    public void close() throws SQLException {
        closing.countDown();
        try {
            thread.join(CLOSE_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
