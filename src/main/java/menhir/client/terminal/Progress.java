package menhir.client.terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on the error stream, or none. Thread-safe. */
public final class Progress implements AutoCloseable {

    private static final int UPDATE_MILLIS = 200;
    private static final int WIDTH = 78;

    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /** A progress that shows nothing. */
    public static Progress none() {
        return new Progress(null);
    }

    /**
     * A progress bar.
     *
     * @param task its label
     * @param steps the number of steps after which it is full
     */
    public static Progress on(PrintWriter err, String task, long steps) {
        return new Progress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setMaxRenderedLength(WIDTH)
                .setConsumer(new DelegatingProgressBarConsumer(
                        line -> {
                            err.print("\r" + line);
                            err.flush();
                        },
                        WIDTH))
                .build());
    }

    /**
     * Whether the error stream is a terminal; false where this cannot be known (only Linux tells).
     * {@link System#console} is no help: it checks the other two streams.
     */
    public static boolean errorStreamIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }

    /** Advances the bar by one step. */
    public void step() {
        if (bar != null) {
            bar.step();
        }
    }

    /** Shows the current activity beside the bar. */
    public void note(String activity) {
        if (bar != null) {
            bar.setExtraMessage(activity);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
