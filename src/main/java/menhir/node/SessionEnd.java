package menhir.node;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.PoisonPill;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the actor system of a session ends. Akka first lets its connections to other nodes finish, and waits for them
 * without a limit. One whose other end takes nothing (it is cut off, or paused) does not always finish; the node would never
 * join again. This is known of Akka since 2021 (its issue 30326).
 */
final class SessionEnd {
    /** For how long the connections may take to finish; Akka itself waits 1 s for what is still to be sent. */
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

    /** A limit that an orderly end does not reach: its steps together have about 20 s at most. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** The actors of Akka's connections to other nodes. */
    private static final String CONNECTIONS = "/system/Materializers/*/*remote-*";

    private static final Logger log = LoggerFactory.getLogger(SessionEnd.class);

    private SessionEnd() {}

    /**
     * Completes when the system has ended, or fails when the limit is over.
     *
     * @param leaving when the session begins to end
     * @param actorsStopped when the session's own actors have stopped: nothing of it is to be sent any more
     * @param limit for how long the end may take from its first step
     */
    static CompletionStage<@Nullable Void> of(
            ActorSystem system,
            CompletionStage<@Nullable Void> leaving,
            CompletionStage<@Nullable Void> actorsStopped,
            Duration limit) {
        CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        system.getWhenTerminated().thenRun(() -> ended.complete(null));
        actorsStopped.thenRunAsync(
                () -> {
                    if (!ended.isDone()) {
                        log.info("connections to other nodes do not finish, and are closed");
                        closeConnections(system);
                    }
                },
                after(FLUSH_LIMIT));
        leaving.thenRunAsync(
                () -> ended.completeExceptionally(new IllegalStateException(
                        "the session of this node has not ended within " + limit.toSeconds() + " s")),
                after(limit));
        return ended;
    }

    private static Executor after(Duration delay) {
        return CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closes all connections to other nodes at once. For a system that ends: it opens no others. */
    static void closeConnections(ActorSystem system) {
        system.actorSelection(CONNECTIONS).tell(PoisonPill.getInstance(), ActorRef.noSender());
    }
}
