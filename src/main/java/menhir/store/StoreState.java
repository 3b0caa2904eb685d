package menhir.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import menhir.store.Entry.BoardAdded;
import menhir.store.Entry.ItemAdded;
import menhir.store.Entry.Keyed;
import menhir.store.Entry.MedalAwarded;
import menhir.store.Entry.OrderPlaced;
import menhir.store.Entry.OrderRejected;
import menhir.store.Entry.Repriced;
import menhir.store.Entry.Restocked;
import menhir.store.Entry.RosterSeated;
import menhir.store.Entry.ScoreSet;
import menhir.store.Entry.StoreOpened;
import org.jspecify.annotations.Nullable;

/**
 * What a store's log adds up to: the items, or a scoreboard's boards, the last order number, the newest idempotency keys. Entries are applied in
 * the order of their indexes, each once. Belongs to one thread.
 */
public final class StoreState {
    private final TreeMap<String, Item> items = new TreeMap<>();
    private final TreeMap<Long, String> numbers = new TreeMap<>();
    private final Map<String, NavigableSet<String>> topics = new HashMap<>();
    private final TreeMap<String, Board> boards = new TreeMap<>();
    private MembershipView roster = MembershipView.NONE;
    private final KeyWindow keys;
    private long index;
    private long lastNumber;
    private boolean opened;

    /**
     * TODO summary.
     *
     * @param keyCapacity how many idempotency keys are remembered
     */
    public StoreState(int keyCapacity) {
        this.keys = new KeyWindow(keyCapacity);
    }

    /** The state of a checkpoint. Its keys are put in with {@link #rememberKey}. */
    public StoreState(
            int keyCapacity, long index, long lastNumber, boolean opened, Collection<? extends Value> values) {
        this(keyCapacity);
        this.opened = opened;
        this.index = index;
        this.lastNumber = lastNumber;
        addValues(values);
    }

    /** Takes in more values of the checkpoint that this state was made from. */
    public void addValues(Collection<? extends Value> more) {
        more.forEach(this::put);
    }

    private void put(Value value) {
        if (value instanceof Item item) {
            putItem(item);
        } else if (value instanceof Board board) {
            boards.put(board.name(), board);
        } else if (value instanceof MembershipView seated) {
            roster = seated;
        }
    }

    /** Index of the last entry applied. */
    public long index() {
        return index;
    }

    public long lastNumber() {
        return lastNumber;
    }

    /** Whether the first catalog is complete. */
    public boolean opened() {
        return opened;
    }

    public @Nullable Item item(String name) {
        return items.get(name);
    }

    /** The item with this number, or null. */
    public @Nullable Item itemNumbered(long number) {
        String name = numbers.get(number);
        return name == null ? null : items.get(name);
    }

    /** The highest number of an item, 0 if none has one. */
    long lastItemNumber() {
        return numbers.isEmpty() ? 0 : numbers.lastKey();
    }

    /** Names of the items of a topic, in order. */
    public NavigableSet<String> namesOf(String topic) {
        return Collections.unmodifiableNavigableSet(topics.getOrDefault(topic, Collections.emptyNavigableSet()));
    }

    /** All items by name. */
    public NavigableMap<String, Item> items() {
        return Collections.unmodifiableNavigableMap(items);
    }

    /** The item, board or roster of this name, or null. There is no roster before the first one is seated. */
    public @Nullable Value value(String name) {
        Item item = items.get(name);
        if (item != null) {
            return item;
        }
        return roster.number() > 0 && name.equals(MembershipView.NAME) ? roster : boards.get(name);
    }

    @Nullable
    Board board(String name) {
        return boards.get(name);
    }

    MembershipView roster() {
        return roster;
    }

    /** Whether this is a scoreboard: it is one from its first board on, and never has an item. */
    public boolean isScoreboard() {
        return !boards.isEmpty();
    }

    /** How many items, or boards, there are. */
    public int size() {
        return items.size() + boards.size();
    }

    /** All that a checkpoint must hold beside the keys. */
    public List<Value> values() {
        List<Value> all = new ArrayList<>(size() + 1);
        all.addAll(items.values());
        all.addAll(boards.values());
        if (roster.number() > 0) {
            all.add(roster);
        }
        return all;
    }

    public KeyWindow keys() {
        return keys;
    }

    /** Applies the entry at {@code entryIndex}, which must be the next one. */
    public void apply(long entryIndex, Entry entry) {
        if (entryIndex != index + 1) {
            throw new IllegalStateException("entry " + entryIndex + " does not follow " + index);
        }
        index = entryIndex;
        if (entry instanceof ItemAdded added) {
            putItem(new Item(added.name(), added.price(), added.quantity(), added.topic(), added.number(), entryIndex));
        } else if (entry instanceof Repriced repriced) {
            Item item = known(repriced.name());
            putItem(item.withPrice(repriced.price(), repriced.topic(), entryIndex));
        } else if (entry instanceof Restocked restocked) {
            add(restocked.name(), restocked.quantity());
        } else if (entry instanceof OrderPlaced placed) {
            for (PricedLine line : placed.lines()) {
                add(line.item(), placed.type() == OrderType.SELL ? line.quantity() : -line.quantity());
            }
            lastNumber = placed.number();
        } else if (entry instanceof StoreOpened) {
            opened = true;
        } else {
            applyToScoreboard(entry);
        }
        rememberKey(entryIndex, entry);
    }

    private void applyToScoreboard(Entry entry) {
        if (entry instanceof BoardAdded added) {
            List<Board.Mark> marks = added.marks().stream()
                    .map(mark -> new Board.Mark(mark, 0, 0))
                    .toList();
            put(new Board(added.name(), added.title(), marks, index));
        } else if (entry instanceof ScoreSet set) {
            for (Command.TeamScore score : set.scores()) {
                put(knownBoard(set.board()).with(score.team(), score.score(), set.timeMillis(), index));
            }
        } else if (entry instanceof MedalAwarded awarded) {
            Board board = knownBoard(awarded.board());
            Board.Mark mark = board.mark(awarded.medal());
            put(board.with(awarded.medal(), mark == null ? 1 : mark.count() + 1, awarded.timeMillis(), index));
        } else if (entry instanceof RosterSeated seated) {
            roster = roster.next(seated.seats(), index);
        }
    }

    private Board knownBoard(String name) {
        Board board = boards.get(name);
        if (board == null) {
            throw new IllegalStateException("the log changes the board " + name + ", which it never added");
        }
        return board;
    }

    /** Takes in the key of an entry at or before {@link #index()}, oldest first. */
    public void rememberKey(long entryIndex, Entry entry) {
        if (entry instanceof Keyed keyed) {
            keys.add(keyed.key(), new KeyWindow.Seen(keyed.fingerprint(), entryIndex, numberOf(keyed)));
        }
    }

    private static long numberOf(Keyed keyed) {
        if (keyed instanceof OrderPlaced placed) {
            return placed.number();
        }
        return keyed instanceof OrderRejected ? KeyWindow.REFUSED : 0;
    }

    /** Takes in a key of a checkpoint or of another node's state, oldest first. */
    public void rememberKey(KeyWindow.Remembered remembered) {
        keys.add(remembered.key(), remembered.seen());
    }

    private void add(String name, long quantity) {
        Item item = known(name);
        long left = Math.addExact(item.quantity(), quantity);
        if (left < 0) {
            throw new IllegalStateException("the log sells more of " + name + " than there was");
        }
        putItem(item.withQuantity(left, index));
    }

    private void putItem(Item item) {
        Item before = items.put(item.name(), item);
        String topicBefore = before == null ? null : before.topic();
        if (!Objects.equals(topicBefore, item.topic())) {
            file(item, topicBefore);
        }
        if (item.number() != null) {
            numbers.put(item.number(), item.name());
        }
    }

    private void file(Item item, @Nullable String topicBefore) {
        if (topicBefore != null) {
            topics.computeIfPresent(topicBefore, (topic, names) -> {
                names.remove(item.name());
                return names.isEmpty() ? null : names;
            });
        }
        if (item.topic() != null) {
            topics.computeIfAbsent(item.topic(), topic -> new TreeSet<>()).add(item.name());
        }
    }

    private Item known(String name) {
        Item item = items.get(name);
        if (item == null) {
            throw new IllegalStateException("the log changes " + name + ", which it never added");
        }
        return item;
    }
}
