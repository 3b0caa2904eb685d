package menhir.replica.actor;

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
 * References to a store's replicas of one kind, by slot. A message to a slot whose node is unreachable is dropped at once:
 * Akka Sharding would keep it until the node is back, when nobody waits for it any more. Senders send again.
 *
 * @param <M> the messages that such a replica accepts
 */
public final class SlotRefs<M> {
    private final List<EntityRef<M>> replicas;
    private final IntPredicate present;

    /**
     * References to all slots.
     *
     * @param replicas slot 1 first
     * @param present whether the node of a slot is reachable, as far as is known
     */
    public SlotRefs(List<EntityRef<M>> replicas, IntPredicate present) {
        this.replicas = List.copyOf(replicas);
        this.present = present;
    }

    /** The number of slots. */
    public int count() {
        return replicas.size();
    }

    /** Whether the slot's node is reachable, as far as is known. */
    public boolean isPresent(int slot) {
        return present.test(slot);
    }

    public void tell(int slot, M message) {
        if (present.test(slot)) {
            replicas.get(slot - 1).tell(message);
        }
    }

    /** Sends each slot a message of its own. */
    public void tellAll(Supplier<M> message) {
        for (int slot = 1; slot <= replicas.size(); slot++) {
            tell(slot, message.get());
        }
    }

    /** Fails with a {@link TimeoutException}, at once if the slot's node is unreachable. */
    public <R> CompletionStage<R> ask(int slot, Function<ActorRef<R>, M> message, Duration timeout) {
        return present.test(slot)
                ? replicas.get(slot - 1).ask(message::apply, timeout)
                : CompletableFuture.failedFuture(new TimeoutException("the node of slot " + slot + " is unreachable"));
    }
}
