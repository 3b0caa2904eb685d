package menhir.replica.actor;

import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;

/**
 * An actor's ticks, at an interval that changes now and then. One timer repeats them: a timer that is started anew for each tick
 * comes later than it was asked for, by up to two ticks of Akka's scheduler. Belongs to the actor.
 *
 * @param <M> the actor's messages
 */
public final class Ticks<M> {
    private final TimerScheduler<M> timers;
    private final M tick;
    private long everyMillis;

    /** No ticks until {@link #every}. */
    public Ticks(TimerScheduler<M> timers, M tick) {
        this.timers = timers;
        this.tick = tick;
    }

    /** From now on the ticks come at this interval. */
    public void every(long millis) {
        if (millis != everyMillis) {
            everyMillis = millis;
            timers.startTimerWithFixedDelay(tick, Duration.ofMillis(millis));
        }
    }
}
