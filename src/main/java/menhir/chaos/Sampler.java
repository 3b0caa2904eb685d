package menhir.chaos;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures how busy the machine is: its load, and how late a thread that sleeps wakes up. */
final class Sampler {
    private static final long PERIOD_MILLIS = 100;

    private record Sample(long at, double load, long lateMillis) {}

    private final List<Sample> samples = new ArrayList<>();

    /** Measures until the thread is interrupted. */
    void run() {
        try {
            while (true) {
                long begin = System.nanoTime();
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
                long now = System.nanoTime();
                double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
                synchronized (samples) {
                    samples.add(new Sample(now, load, (now - begin) / 1_000_000 - PERIOD_MILLIS));
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** The highest values in a span of time. */
    String between(long from, long to) {
        double load = 0;
        long late = 0;
        synchronized (samples) {
            for (Sample sample : samples) {
                if (sample.at() >= from && sample.at() - to <= TimeUnit.MILLISECONDS.toNanos(2 * PERIOD_MILLIS)) {
                    load = Math.max(load, sample.load());
                    late = Math.max(late, sample.lateMillis());
                }
            }
        }
        return "load %.1f, a sleeping thread up to %d ms late".formatted(load, late);
    }
}
