package menhir.leader;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import menhir.replica.CatalogReplica;
import menhir.replica.CatalogReplica.Exported;
import menhir.replica.OrderReplica;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.LogEntry;
import menhir.store.EntryCodec;
import menhir.store.StoreState;
import org.jspecify.annotations.Nullable;

/**
 * Brings a new leader's state together: a catalog replica's, piece by piece, and the rest of the log from the replica that
 * has the best one. Asks again what is not answered, another catalog replica in turn, until it is done or stopped.
 */
final class StateLoader extends AbstractBehavior<StateLoader.Command> {

    sealed interface Command {}

    private record GotPiece(Exported piece) implements Command {}

    private record GotEntries(Fetched fetched) implements Command {}

    private record Retry() implements Command {}

    /** The state at the index that was asked for, for the leader of that epoch. */
    record Loaded(long epoch, StoreState state) {}

    private static final Duration RETRY = Duration.ofMillis(300);

    private final LeaderSettings settings;
    private final int bestSlot;
    private final long lastIndex;
    private final long epoch;
    private final ActorRef<Loaded> replyTo;
    private final ActorRef<Exported> pieces;
    private final ActorRef<Fetched> entries;
    private final List<Integer> catalogSlots;

    private int turn;
    private int position;
    private boolean progress;
    private @Nullable StoreState state;
    private boolean complete;

    private StateLoader(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            LeaderSettings settings,
            int bestSlot,
            long lastIndex,
            long epoch,
            ActorRef<Loaded> replyTo) {
        super(context);
        this.settings = settings;
        this.bestSlot = bestSlot;
        this.lastIndex = lastIndex;
        this.epoch = epoch;
        this.replyTo = replyTo;
        this.pieces = context.messageAdapter(Exported.class, GotPiece::new);
        this.entries = context.messageAdapter(Fetched.class, GotEntries::new);
        this.catalogSlots = new ArrayList<>(settings.localSlots());
        for (int slot = 1; slot <= settings.slots(); slot++) {
            if (!catalogSlots.contains(slot)) {
                catalogSlots.add(slot);
            }
        }
        timers.startTimerWithFixedDelay(new Retry(), RETRY);
    }

    static Behavior<Command> create(
            LeaderSettings settings, int bestSlot, long lastIndex, long epoch, ActorRef<Loaded> replyTo) {
        Behavior<Command> loading = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            StateLoader loader = new StateLoader(context, timers, settings, bestSlot, lastIndex, epoch, replyTo);
            return loader.begin();
        }));
        return Behaviors.supervise(loading).onFailure(SupervisorStrategy.restartWithBackoff(RETRY, RETRY, 0));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(GotPiece.class, this::onPiece)
                .onMessage(GotEntries.class, this::onEntries)
                .onMessage(Retry.class, this::onRetry)
                .build();
    }

    private Behavior<Command> begin() {
        if (lastIndex == 0) {
            replyTo.tell(new Loaded(epoch, settings.emptyState()));
            return Behaviors.stopped();
        }
        ask();
        return this;
    }

    private void ask() {
        if (state == null || !complete) {
            settings.catalogs().tell(catalogSlots.get(turn), new CatalogReplica.Export(position, pieces));
        } else {
            settings.replicas().tell(bestSlot, new OrderReplica.Fetch(state.index() + 1, entries));
        }
    }

    private Behavior<Command> onRetry(Retry retry) {
        if (!progress) {
            if (!complete) {
                turn = (turn + 1) % catalogSlots.size();
                position = 0;
                state = null;
            }
            ask();
        }
        progress = false;
        return this;
    }

    private Behavior<Command> onPiece(GotPiece message) {
        Exported piece = message.piece();
        if (complete) {
            return this;
        }
        boolean first = position == 0;
        if (!first && (state == null || piece.index() != state.index())) {
            // Of another state than the pieces before: from the start again.
            position = 0;
            state = null;
            ask();
            return this;
        }
        StoreState loading = first || state == null
                ? new StoreState(
                        settings.keyCapacity(), piece.index(), piece.lastNumber(), piece.opened(), piece.values())
                : state;
        if (!first) {
            loading.addValues(piece.values());
        }
        piece.keys().forEach(loading::rememberKey);
        state = loading;
        progress = true;
        position = piece.next();
        complete = piece.next() < 0;
        return complete ? advance(loading) : askNext();
    }

    private Behavior<Command> askNext() {
        ask();
        return this;
    }

    private Behavior<Command> onEntries(GotEntries message) {
        Fetched fetched = message.fetched();
        StoreState loading = state;
        boolean good = fetched.member() && fetched.epoch() == epoch;
        if (loading == null || !complete || !good || fetched.fromIndex() != loading.index() + 1) {
            return this;
        }
        for (LogEntry entry : fetched.entries()) {
            if (loading.index() < lastIndex) {
                loading.apply(loading.index() + 1, EntryCodec.decode(entry.payload()));
            }
        }
        progress = true;
        return advance(loading);
    }

    private Behavior<Command> advance(StoreState loading) {
        if (loading.index() < lastIndex) {
            return askNext();
        }
        replyTo.tell(new Loaded(epoch, loading));
        return Behaviors.stopped();
    }
}
