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

    private static final long WALL_MILLIS = 1_700_000_000_000L;

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
    private long suspendedAt;
    /** 0 while the machine is awake. */
    private long suspendedUntil;

    private long stoodStill;
    private long wallOffsetMillis;
    private long setBackUnread;
    private boolean suspensionUnread;

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

    /** This process's own monotonic clock: it stands still while the machine is suspended. */
    long millis() {
        endSuspension();
        long since = suspendedUntil > 0 ? suspendedAt : timeline.now();
        return offsetMillis + (long) ((since - stoodStill) * rate / 1000);
    }

    /** The machine's wall clock: it goes on while the machine is suspended, else at the same rate. */
    long wallMillis() {
        setBackUnread = 0;
        suspensionUnread = false;
        return WALL_MILLIS + wallOffsetMillis + (long) (timeline.now() * rate / 1000);
    }

    /**
     * Somebody sets the wall clock: not back, if the machine was suspended since the process last read it. That could not be
     * noticed.
     */
    void setWallClock(long byMillis) {
        if (byMillis > 0 || !suspensionUnread) {
            wallOffsetMillis += byMillis;
            setBackUnread += Math.min(0, byMillis);
        }
    }

    /** The machine sleeps: nothing happens in it, and its monotonic clock stands still. */
    void suspend(long micros) {
        endSuspension();
        if (suspendedUntil == 0) {
            suspendedAt = timeline.now();
        }
        suspendedUntil = Math.max(suspendedUntil, timeline.now() + micros);
        wallOffsetMillis -= setBackUnread;
        setBackUnread = 0;
        suspensionUnread = true;
        pause(micros);
    }

    private void endSuspension() {
        if (suspendedUntil > 0 && timeline.now() >= suspendedUntil) {
            stoodStill += suspendedUntil - suspendedAt;
            suspendedUntil = 0;
        }
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
        endSuspension();
        pausedUntil = Math.max(timeline.now(), suspendedUntil);
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
