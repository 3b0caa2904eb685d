package menhir.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a database's file small while it is written to. Every commit appends a chunk, of which soon only a page or two is
 * still current, and a chunk's place is used again only when nothing in it is. H2 moves such pages together in its
 * background thread, but has no such thread when it is told to write at each commit (WRITE_DELAY=0). So this does it: a
 * little at a time, because commits wait meanwhile.
 */
final class Compactor implements AutoCloseable {
    /**
     * Below this share of current data, in percent, pages are moved. It can be high, because what a log holds never gets
     * old: most pages are moved once, and then lie close together. Few chunks also make a database open fast.
     */
    private static final int FILL_PERCENT = 90;

    /** The most current data that one pass moves; a commit waits for no more than that. */
    private static final int PASS_BYTES = 1024 * 1024;

    private static final int PAUSE_MILLIS = 100;
    private static final long FAILED_PAUSE_MILLIS = 60_000;
    private static final long CLOSE_MILLIS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Compactor.class);

    private final SlotDatabase database;
    private final MVStore store;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private Compactor(SlotDatabase database, MVStore store) {
        this.database = database;
        this.store = store;
        this.thread = new Thread(this::run, "menhir-reclaim-slot-" + database.slot());
        thread.setDaemon(true);
    }

    /** @param connection any connection to the database; it must stay open until this is closed */
    static Compactor start(SlotDatabase database, Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        Compactor reclaimer =
                new Compactor(database, session.getDatabase().getStore().getMvStore());
        reclaimer.thread.start();
        return reclaimer;
    }

    private void run() {
        try {
            long pauseMillis = PAUSE_MILLIS;
            while (!closing.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                pauseMillis = pass() ? PAUSE_MILLIS : FAILED_PAUSE_MILLIS;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean pass() {
        try {
            if (store.compact(FILL_PERCENT, PASS_BYTES)) {
                store.commit();
            }
            return true;
        } catch (RuntimeException e) {
            log.warn("moving pages together in {} failed; the file grows meanwhile", database.file(), e);
            return false;
        }
    }

    /** Waits for a pass that runs, so that the database is closed in peace. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
