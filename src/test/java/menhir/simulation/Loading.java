package menhir.simulation;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.LogEntry;
import menhir.store.StoreState;

/** Brings a leader's desk up to the end of the log it takes over: some catalog's state, and the rest from the log. */
final class Loading {
    private final World world;
    private final LeaderHost host;
    private final int source;
    private final long lastIndex;
    private final SplittableRandom random;

    Loading(World world, LeaderHost host, int source, long lastIndex, SplittableRandom random) {
        this.world = world;
        this.host = host;
        this.source = source;
        this.lastIndex = lastIndex;
        this.random = random;
    }

    void start(Consumer<StoreState> done) {
        SlotHost slot = world.slot(1 + random.nextInt(world.scenario().slots()));
        world.network().send(host.process(), slot.process(), () -> {
            StoreState copy = slot.catalog().copy();
            world.network().send(slot.process(), host.process(), () -> readOn(copy, done));
        });
        if (random.nextInt(3) == 0) {
            // No catalog answered in time, say: the log alone does as well.
            readOn(new StoreState(world.keyCapacity()), done);
        }
    }

    private void readOn(StoreState state, Consumer<StoreState> done) {
        if (!host.loads(this) || state.index() > lastIndex) {
            return;
        }
        if (state.index() == lastIndex) {
            done.accept(state);
            return;
        }
        host.readLog(source, state.index() + 1, fetched -> take(fetched, state, done));
    }

    private void take(Fetched fetched, StoreState state, Consumer<StoreState> done) {
        if (fetched.entries().isEmpty()
                || fetched.fromIndex() != state.index() + 1
                || fetched.epoch() != host.leader().epoch()
                || !fetched.member()) {
            return;
        }
        for (LogEntry logged : fetched.entries()) {
            if (state.index() < lastIndex) {
                long index = state.index() + 1;
                state.apply(index, world.tree().entry(index, logged));
            }
        }
        readOn(state, done);
    }
}
