package menhir.simulation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import menhir.replication.LogEntry;
import menhir.store.Item;
import menhir.store.StoreState;
import org.jspecify.annotations.Nullable;

/** A slot's catalog: what the released part of its log adds up to. It may lag; it can always be built again. */
final class Catalog {
    private static final int MAX_WAITING = 200;
    private static final int CHECKPOINT_ENTRIES = 25;

    /** Items at an index, as they are on disk. */
    private record Checkpoint(long index, long lastNumber, List<Item> items) {}

    private record Waiting(String item, long demand, BiConsumer<@Nullable Item, Long> answer) {}

    private final World world;
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable Checkpoint checkpoint;
    private StoreState state;

    Catalog(World world) {
        this.world = world;
        this.state = new StoreState(world.keyCapacity());
    }

    StoreState state() {
        return state;
    }

    /** Starts again from the checkpoint; the keys come from the log. */
    void recover(Disk disk) {
        waiting.clear();
        Checkpoint saved = checkpoint;
        if (saved == null) {
            state = new StoreState(world.keyCapacity());
            return;
        }
        state = new StoreState(world.keyCapacity(), saved.index(), saved.lastNumber(), false, saved.items());
        List<LogEntry> entries = disk.read(1, saved.index());
        for (int i = 0; i < entries.size(); i++) {
            state.rememberKey(i + 1, world.tree().entry(i + 1, entries.get(i)));
        }
    }

    /** Applies what is released, and answers those who waited for it. */
    void advance(Disk disk, long released) {
        if (released <= state.index()) {
            return;
        }
        for (LogEntry logged : disk.read(state.index() + 1, released - state.index())) {
            long index = state.index() + 1;
            if (!world.shows(index, logged.epoch())) {
                break;
            }
            state.apply(index, world.tree().entry(index, logged));
        }
        long saved = checkpoint == null ? 0 : checkpoint.index();
        if (state.index() >= saved + CHECKPOINT_ENTRIES) {
            checkpoint = new Checkpoint(
                    state.index(), state.lastNumber(), List.copyOf(state.items().values()));
        }
        Iterator<Waiting> all = waiting.iterator();
        while (all.hasNext()) {
            Waiting next = all.next();
            if (next.demand() <= state.index()) {
                all.remove();
                next.answer().accept(state.item(next.item()), state.index());
            }
        }
    }

    /** Answers once {@code demand} is applied, with the item and the index that was applied. */
    void read(String item, long demand, BiConsumer<@Nullable Item, Long> answer) {
        if (demand <= state.index()) {
            answer.accept(state.item(item), state.index());
        } else {
            if (waiting.size() == MAX_WAITING) {
                waiting.remove(0);
            }
            waiting.add(new Waiting(item, demand, answer));
        }
    }

    /** A copy, as it crosses the network to a leader. */
    StoreState copy() {
        StoreState copy = new StoreState(
                world.keyCapacity(),
                state.index(),
                state.lastNumber(),
                state.opened(),
                state.items().values());
        state.keys().forEach(copy::rememberKey);
        return copy;
    }
}
