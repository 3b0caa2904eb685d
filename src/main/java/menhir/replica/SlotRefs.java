package menhir.replica;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * A store's replicas of one kind, by slot. What is sent to a slot whose node is away is dropped at once, rather than kept
 * by Akka Sharding for a time when nobody wants it any more: whoever sends, sends again.
 *
 * @param <M> what such a replica takes
 */
public final class SlotRefs<M> {
    private final List<EntityRef<M>> replicas;
    private final IntPredicate present;

    /**
     * References to all slots.
     *
     * @param replicas slot 1 first
     * @param present whether the node of a slot can be reached, as far as is known
     */
    public SlotRefs(List<EntityRef<M>> replicas, IntPredicate present) {
        this.replicas = List.copyOf(replicas);
        this.present = present;
    }

    /** How many slots there are. */
    public int count() {
        return replicas.size();
    }

    /** Whether the slot's node can be reached, as far as is known. */
    public boolean isPresent(int slot) {
        return present.test(slot);
    }

    public void tell(int slot, M message) {
        if (present.test(slot)) {
            replicas.get(slot - 1).tell(message);
        }
    }

    /** To each slot a message of its own. */
    public void tellAll(Supplier<M> message) {
        for (int slot = 1; slot <= replicas.size(); slot++) {
            tell(slot, message.get());
        }
    }

    /** Fails with a {@link TimeoutException}, at once if the slot's node is away. */
    public <R> CompletionStage<R> ask(int slot, Function<ActorRef<R>, M> message, Duration timeout) {
        return present.test(slot)
                ? replicas.get(slot - 1).ask(message::apply, timeout)
                : CompletableFuture.failedFuture(new TimeoutException("the node of slot " + slot + " is away"));
    }
}
