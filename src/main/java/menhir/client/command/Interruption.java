package menhir.client.command;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C (SIGINT) or SIGTERM while a run is under way: the run is told to end, and has a minute to verify and to report before
 * the process ends, with the shell's usual status for the signal (130, 143).
 */
final class Interruption implements AutoCloseable {
    private static final long REPORT_SECONDS = 60;

    private final PrintWriter err;
    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "report before the end");
    private volatile boolean requested;

    /** From now on until {@link #close} a signal does not end the process at once. */
    Interruption(PrintWriter err) {
        this.err = err;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the run should end. */
    boolean requested() {
        return requested;
    }

    private void interrupted() {
        requested = true;
        err.println();
        err.println("menhir client: interrupted; ends after the requests under way, and reports");
        err.flush();
        try {
            if (!reported.await(REPORT_SECONDS, TimeUnit.SECONDS)) {
                err.println("menhir client: ended without a report, which took longer than " + REPORT_SECONDS + " s");
                err.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The report is out. */
    @Override
    public void close() {
        reported.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException endsNow) {
                // The signal came after the report.
            }
        }
    }
}
