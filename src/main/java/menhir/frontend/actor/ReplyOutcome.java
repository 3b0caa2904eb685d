package menhir.frontend.actor;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.frontend.actor.ClusterStoreService.Store;
import menhir.leader.CommandReply;
import menhir.service.StoreService.Outcome;
import menhir.store.CancelOrder;
import menhir.store.Cancellation;
import menhir.store.CancelledOrders;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.Item;
import menhir.store.KeyWindow;
import menhir.store.OrderCancelled;
import menhir.store.Rejection;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/** What a leader's reply to a command means for the client. A repeated command's first result is looked up. */
final class ReplyOutcome {
    private final ClusterStoreService service;
    private final Store store;
    private final String name;

    ReplyOutcome(ClusterStoreService service, Store store) {
        this.service = service;
        this.store = store;
        this.name = store.info().name();
    }

    CompletionStage<Outcome> of(Command command, CommandReply reply) {
        if (reply instanceof CommandReply.Rejected rejected) {
            return CompletableFuture.completedFuture(new Outcome.Rejected(rejected.why()));
        } else if (reply instanceof CommandReply.Done done) {
            return CompletableFuture.completedFuture(done(command, done));
        }
        return replayed(command, (CommandReply.Replayed) reply);
    }

    private Outcome done(Command command, CommandReply.Done done) {
        if (command instanceof CancelOrder cancel && done.value() instanceof CancelledOrders block) {
            return cancelled(cancel, done.entry(), block.indexOf(cancel.number()), false);
        } else if (done.entry() instanceof Entry.OrderPlaced placed) {
            // Released, or the leader would not have replied.
            store.orders().recent().add(placed.order());
            return new Outcome.OrderPlaced(placed.order(), false);
        } else if (done.entry() instanceof Entry.OrderRejected rejected) {
            return new Outcome.Rejected(rejected.why());
        }
        return changed(Objects.requireNonNull(done.value()), done.entry() instanceof Entry.ItemAdded, false);
    }

    private CompletionStage<Outcome> replayed(Command command, CommandReply.Replayed replayed) {
        long index = replayed.index();
        if (replayed.number() > 0) {
            return service.order(name, replayed.number())
                    .thenApply(order -> new Outcome.OrderPlaced(Objects.requireNonNull(order), true));
        } else if (replayed.number() == KeyWindow.REJECTED) {
            return entry(index).thenApply(ReplyOutcome::rejection);
        } else if (command instanceof CancelOrder cancel) {
            return entry(index).thenApply(entry -> cancelled(cancel, entry, index, true));
        }
        return service.lookup(name, Objects.requireNonNull(command.target(index)))
                .thenApply(lookup -> replayed(index, lookup.value()));
    }

    private CompletionStage<Entry> entry(long index) {
        return service.entries(name, index - 1, 1)
                .thenApply(page -> page.events().get(0).entry());
    }

    /** Only a hold can be gone: it ended, and is forgotten. */
    private static Outcome replayed(long index, @Nullable Value value) {
        return value == null ? new Outcome.Rejected(new Rejection.UnknownHold(index)) : changed(value, false, true);
    }

    private static Outcome changed(Value value, boolean created, boolean replayed) {
        return value instanceof Item item
                ? new Outcome.ItemChanged(item, created, replayed)
                : new Outcome.ValueChanged(value, replayed);
    }

    private static Outcome cancelled(CancelOrder cancel, Entry entry, long index, boolean replayed) {
        Cancellation cancellation = ((OrderCancelled) entry).cancellation(index);
        return new Outcome.OrderCancelled(Objects.requireNonNull(cancel.order()), cancellation, replayed);
    }

    private static Outcome rejection(Entry entry) {
        if (entry instanceof Entry.OrderRejected rejected) {
            return new Outcome.Rejected(rejected.why(), true);
        }
        throw new IllegalStateException("the entry of a rejected key is not a rejection: " + entry);
    }
}
