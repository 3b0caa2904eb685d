package menhir.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import java.time.Duration;

/** Looks at files now and then, on a thread that may wait for the disk. What has changed is used after two looks. */
final class FilePoll {
    private static final Duration INTERVAL = Duration.ofSeconds(4);

    private FilePoll() {}

    /** Looks again and again, until the system ends. */
    static void start(ActorSystem<?> system, Runnable look) {
        system.scheduler()
                .scheduleWithFixedDelay(
                        INTERVAL, INTERVAL, look, system.dispatchers().lookup(DispatcherSelector.blocking()));
    }
}
