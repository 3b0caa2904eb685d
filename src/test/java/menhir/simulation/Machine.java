package menhir.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * A simulated process: it has a clock of its own, can be paused (it goes on later as if nothing had been), and can crash (all that
 * was under way in it is gone).
 */
final class Machine {
    /** No two clocks run further apart than twice this: the protocol's margin must cover it. */
    static final double MAX_DRIFT = 0.008;

    private final Timeline timeline;
    private final String name;
    private final int site;
    private final double rate;
    private final long offsetMillis;
    private boolean up = true;
    private int incarnation;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean waking;
    private long pausedUntil;

    /** @param site the machine it runs on; links are cut between sites */
    Machine(Timeline timeline, String name, int site, SplittableRandom random) {
        this.timeline = timeline;
        this.name = name;
        this.site = site;
        this.rate = 1 + MAX_DRIFT * (2 * random.nextDouble() - 1);
        this.offsetMillis = random.nextLong(-1_000_000, 1_000_000);
    }

    String name() {
        return name;
    }

    int site() {
        return site;
    }

    boolean up() {
        return up;
    }

    /** Rises with each crash. */
    int incarnation() {
        return incarnation;
    }

    /** This process's own monotonic clock. */
    long millis() {
        return offsetMillis + (long) (timeline.now() * rate / 1000);
    }

    boolean paused() {
        return timeline.now() < pausedUntil;
    }

    void pause(long micros) {
        pausedUntil = Math.max(pausedUntil, timeline.now() + micros);
    }

    void crash() {
        up = false;
        incarnation++;
        held.clear();
    }

    void start() {
        up = true;
        pausedUntil = timeline.now();
    }

    /** Runs the action in this process: now, or when its pause ends, or never if it crashes before. */
    void run(Runnable action) {
        if (!up) {
            return;
        }
        if (paused() || (!held.isEmpty() && !waking)) {
            held.add(action);
            if (held.size() == 1) {
                wakeLater();
            }
        } else {
            action.run();
        }
    }

    private void wakeLater() {
        int asked = incarnation;
        timeline.at(pausedUntil, () -> {
            if (asked == incarnation) {
                wake();
            }
        });
    }

    /** What came during the pause is done in the order in which it came, also if the pause was made longer meanwhile. */
    private void wake() {
        waking = true;
        while (!paused() && !held.isEmpty()) {
            held.remove().run();
        }
        waking = false;
        if (!held.isEmpty()) {
            wakeLater();
        }
    }

    /** Runs the action in this process after so long by true time, unless it crashes before. */
    void after(long micros, Runnable action) {
        int asked = incarnation;
        timeline.after(micros, () -> {
            if (asked == incarnation) {
                run(action);
            }
        });
    }
}
