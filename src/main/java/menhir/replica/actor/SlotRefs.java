package menhir.replica.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * References to a store's replicas of one kind, by slot. A message to a slot whose node does not answer is dropped at once: it
 * would otherwise be kept until the node is back, when nobody waits for it any more. Senders send again.
 *
 * @param <M> the messages that such a replica accepts
 */
public final class SlotRefs<M> {
    private final ActorSystem<?> system;
    private final int count;
    private final IntFunction<@Nullable RecipientRef<M>> replicas;

    /**
     * References to all slots.
     *
     * @param count the number of slots
     * @param replicas the replica in a slot, or null while its node does not answer; called for each message
     */
    public SlotRefs(ActorSystem<?> system, int count, IntFunction<@Nullable RecipientRef<M>> replicas) {
        this.system = system;
        this.count = count;
        this.replicas = replicas;
    }

    /** The number of slots. */
    public int count() {
        return count;
    }

    /** Whether the slot's node answers, as far as is known. */
    public boolean isPresent(int slot) {
        return replicas.apply(slot) != null;
    }

    public void tell(int slot, M message) {
        RecipientRef<M> replica = replicas.apply(slot);
        if (replica != null) {
            replica.tell(message);
        }
    }

    /** Sends each slot a message of its own. */
    public void tellAll(Supplier<M> message) {
        for (int slot = 1; slot <= count; slot++) {
            tell(slot, message.get());
        }
    }

    /** Fails with a {@link TimeoutException}, at once if the slot's node does not answer. */
    public <R> CompletionStage<R> ask(int slot, Function<ActorRef<R>, M> message, Duration timeout) {
        RecipientRef<M> replica = replicas.apply(slot);
        return replica == null
                ? CompletableFuture.failedFuture(new TimeoutException("the node of slot " + slot + " does not answer"))
                : AskPattern.ask(replica, message::apply, timeout, system.scheduler());
    }
}
