package menhir.chaos;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what happens, with the seconds since the start, and remembers it. Thread-safe. */
final class Output {
    private final PrintWriter out;
    private final long startNanos = System.nanoTime();
    private final List<String> lines = new ArrayList<>();

    Output(PrintWriter out) {
        this.out = out;
    }

    /** Prints a line with the time. */
    void event(String text) {
        line("%7.1f s  %s".formatted(seconds(System.nanoTime()), text));
    }

    /** Prints a line without the time. */
    synchronized void line(String text) {
        lines.add(text);
        out.println(text);
        out.flush();
    }

    /** Seconds from the start to a time. */
    double seconds(long nanos) {
        return (nanos - startNanos) / 1e9;
    }

    /** A time, as it is printed. */
    String at(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", seconds(nanos));
    }

    /** All lines so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
