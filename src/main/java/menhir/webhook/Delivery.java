package menhir.webhook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import menhir.service.StoreService.LogEvent;
import menhir.service.StoreService.LogEvents;
import menhir.store.WebhookPosition;
import org.jspecify.annotations.Nullable;

/**
 * Has a receiver get the events of a log in their order, each at least once. One step is under way at a time: {@link #next} says
 * which, and its result is told by the method that the step names. Belongs to one thread.
 *
 * <p>What the receiver has taken is written to the log once a second, so that another node can continue: after a fail-over the events
 * of the last second come twice. An event that the receiver does not take is sent again, at first after a second, then at longer and
 * longer intervals; none is skipped.
 */
public final class Delivery {

    /** What to do next. */
    public sealed interface Step {
        /** Look up the webhook's position; {@link #onPosition}. */
        record FindPosition() implements Step {}

        /** Read released entries after an index, or wait so long for the first one; {@link #onRead}. */
        record Read(long after, long waitMillis) implements Step {}

        /** Send an event; {@link #onTaken} or {@link #onRefused}. */
        record Send(LogEvent event) implements Step {}

        /** Write the position to the log; {@link #onWritten}. */
        record WritePosition(long index) implements Step {}

        /** Do nothing for so long. */
        record Pause(long millis) implements Step {}
    }

    private static final long WRITE_EVERY_MILLIS = 1_000;
    private static final long READ_WAIT_MILLIS = 5_000;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;
    /** A receiver that has taken nothing for so long is asked rarely. */
    private static final long PATIENCE_MILLIS = 3 * 86_400_000L;

    private static final long RARE_PAUSE_MILLIS = 3_600_000;
    private static final long UNKNOWN = -1;

    private final Predicate<LogEvent> wanted;
    private final RandomGenerator random;
    private final Deque<LogEvent> read = new ArrayDeque<>();
    private long taken = UNKNOWN;
    private long written = UNKNOWN;
    /** The last entry up to {@code taken} that is not itself about a webhook's position, for which nothing need be written. */
    private long worthWriting;

    private long writtenAt;
    private int failures;
    private long failingSince;
    private long pauseUntil;

    /**
     * A delivery that does not know yet where to begin.
     *
     * @param wanted which events are sent
     */
    public Delivery(Predicate<LogEvent> wanted, RandomGenerator random, long now) {
        this.wanted = wanted;
        this.random = random;
        this.writtenAt = now - WRITE_EVERY_MILLIS;
        this.pauseUntil = now;
    }

    /** The step to do now. */
    public Step next(long now) {
        if (now < pauseUntil) {
            return new Step.Pause(pauseUntil - now);
        } else if (taken == UNKNOWN) {
            return new Step.FindPosition();
        }
        passUnwanted();
        long writeIn = Math.max(0, writtenAt + WRITE_EVERY_MILLIS - now);
        boolean mustWrite = written == UNKNOWN || worthWriting > written;
        LogEvent first = read.peekFirst();
        if (mustWrite && writeIn == 0) {
            return new Step.WritePosition(taken);
        } else if (first != null) {
            return new Step.Send(first);
        }
        return new Step.Read(taken, mustWrite ? writeIn : READ_WAIT_MILLIS);
    }

    /**
     * Where to begin. It is written once more: a store forgets the positions that were written longest ago.
     *
     * @param position null for a new webhook
     * @param end index of the last released entry: a new webhook gets the events after it
     */
    public void onPosition(@Nullable WebhookPosition position, long end) {
        taken = position == null ? end : position.index();
        worthWriting = taken;
    }

    public void onRead(LogEvents events) {
        read.addAll(events.events());
        if (read.isEmpty()) {
            taken = Math.max(taken, events.lastIndex());
        }
    }

    private void passUnwanted() {
        while (!read.isEmpty() && !wanted.test(read.getFirst())) {
            pass(read.removeFirst());
        }
    }

    private void pass(LogEvent event) {
        taken = event.index();
        if (!(event.entry() instanceof WebhookPosition.WebhookAdvanced)) {
            worthWriting = taken;
        }
    }

    /** The receiver has taken the event that was sent. */
    public void onTaken() {
        pass(read.removeFirst());
        failures = 0;
    }

    /** The receiver has not taken the event, or its answer is not known. */
    public void onRefused(long now) {
        failingSince = failures == 0 ? now : failingSince;
        pauseUntil = now + pauseMillis(now);
        failures++;
    }

    /** The log could not be read or written now. */
    public void onUnavailable(long now) {
        pauseUntil = now + FIRST_PAUSE_MILLIS;
    }

    /** The position is in the log. */
    public void onWritten(long index, long now) {
        written = index;
        writtenAt = now;
    }

    /** Spread by a quarter, so that senders whose receiver comes back do not all come at once. */
    private long pauseMillis(long now) {
        long millis = now - failingSince >= PATIENCE_MILLIS
                ? RARE_PAUSE_MILLIS
                : Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
        return millis - millis / 4 + random.nextLong(millis / 2);
    }

    /** How often in a row the receiver has not taken the event that is next. */
    public int failures() {
        return failures;
    }

    /** The receiver has taken all events up to this index; -1 as long as that is not known. */
    public long taken() {
        return taken;
    }
}
