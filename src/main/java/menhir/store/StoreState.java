package menhir.store;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import menhir.store.Entry.ItemAdded;
import menhir.store.Entry.Keyed;
import menhir.store.Entry.OrderPlaced;
import menhir.store.Entry.OrderRejected;
import menhir.store.Entry.Repriced;
import menhir.store.Entry.Restocked;
import menhir.store.Entry.StoreOpened;
import org.jspecify.annotations.Nullable;

/**
 * What a store's log adds up to: the items, the last order number, the newest idempotency keys. Entries are applied in
 * the order of their indexes, each once. Belongs to one thread.
 */
public final class StoreState {
    private final TreeMap<String, Item> items = new TreeMap<>();
    private final TreeMap<Long, String> numbers = new TreeMap<>();
    private final Map<String, NavigableSet<String>> topics = new HashMap<>();
    private final KeyWindow keys;
    private long index;
    private long lastNumber;
    private boolean opened;

    /** @param keyCapacity how many idempotency keys are remembered */
    public StoreState(int keyCapacity) {
        this.keys = new KeyWindow(keyCapacity);
    }

    /** The state of a checkpoint. Its keys are put in with {@link #rememberKey}. */
    public StoreState(int keyCapacity, long index, long lastNumber, boolean opened, Collection<Item> items) {
        this(keyCapacity);
        this.opened = opened;
        this.index = index;
        this.lastNumber = lastNumber;
        addItems(items);
    }

    /** Takes in more items of the checkpoint that this state was made from. */
    public void addItems(Collection<Item> more) {
        more.forEach(this::put);
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
            put(new Item(added.name(), added.price(), added.quantity(), added.topic(), added.number(), entryIndex));
        } else if (entry instanceof Repriced repriced) {
            Item item = known(repriced.name());
            put(item.withPrice(repriced.price(), repriced.topic(), entryIndex));
        } else if (entry instanceof Restocked restocked) {
            add(restocked.name(), restocked.quantity());
        } else if (entry instanceof OrderPlaced placed) {
            for (PricedLine line : placed.lines()) {
                add(line.item(), placed.type() == OrderType.SELL ? line.quantity() : -line.quantity());
            }
            lastNumber = placed.number();
        } else if (entry instanceof StoreOpened) {
            opened = true;
        }
        rememberKey(entryIndex, entry);
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
        put(item.withQuantity(left, index));
    }

    private void put(Item item) {
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
