package menhir.replica.actor;

import akka.actor.typed.BackoffSupervisorStrategy;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A replica's journal has failed. The replica has logged the reason on one line, and starts again. */
final class JournalFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * For the event-sourced child of a replica: stops at the first failure of the journal, without a stack trace. The parent
     * gets the cause.
     */
    static final BackoffSupervisorStrategy STOP_CHILD = SupervisorStrategy.restartWithBackoff(
                    Duration.ofSeconds(1), Duration.ofSeconds(1), 0)
            .withMaxRestarts(0)
            .withLoggingEnabled(false);

    private static final BackoffSupervisorStrategy RESTART =
            SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.1);

    JournalFailedException(@Nullable Throwable cause) {
        super("the journal has failed", cause);
    }

    /** Restarts a replica after each failure, and logs those that it has not logged itself. */
    static <M> Behavior<M> supervised(Behavior<M> replica) {
        return Behaviors.supervise(Behaviors.supervise(replica)
                        .onFailure(JournalFailedException.class, RESTART.withLoggingEnabled(false)))
                .onFailure(RESTART);
    }
}
