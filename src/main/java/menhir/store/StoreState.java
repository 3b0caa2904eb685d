package menhir.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state that a store's log adds up to: the items and holds, or a scoreboard's boards, the last order number and the newest
 * idempotency keys. Entries are applied in the order of their indexes, each once. Belongs to one thread.
 */
public final class StoreState {
    private final TreeMap<String, Item> items = new TreeMap<>();
    private final TreeMap<String, Item> retired = new TreeMap<>();
    private final TreeMap<Long, String> numbers = new TreeMap<>();
    private final Map<String, NavigableSet<String>> topics = new HashMap<>();
    private final TreeMap<String, Board> boards = new TreeMap<>();
    private final Holds holds = new Holds(this);
    private final Customers customers = new Customers(this);
    private final Cancellations cancellations = new Cancellations(this);
    private HoldClock holdClock = HoldClock.START;
    private LeaderPlacement leaderPlacement = LeaderPlacement.AT_HOME;
    /** By their names as values. */
    private final TreeMap<String, WebhookPosition> webhooks = new TreeMap<>();

    private MembershipView view = MembershipView.NONE;
    private final KeyWindow keys;
    private long index;
    private long lastNumber;
    private boolean opened;
    /** Sum of the digests of all values, so that their order does not matter and a change costs no more than one value. */
    private long valueDigests;
    /** Names of the values that the last entry changed. */
    private final Set<String> changedNames = new HashSet<>();

    /**
     * The state before the first entry.
     *
     * @param keyCapacity how many of the newest log entries are remembered by their idempotency keys
     */
    public StoreState(int keyCapacity) {
        this.keys = new KeyWindow(keyCapacity);
    }

    /** The state of a checkpoint. Its keys are added with {@link #rememberKey}. */
    public StoreState(
            int keyCapacity, long index, long lastNumber, boolean opened, Collection<? extends Value> values) {
        this(keyCapacity);
        this.opened = opened;
        this.index = index;
        this.lastNumber = lastNumber;
        addValues(values);
    }

    /** Adds more values of the checkpoint that this state was made from. */
    public void addValues(Collection<? extends Value> more) {
        more.forEach(value -> value.putInto(this));
        changedNames.clear();
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

    /** The item of this name that is sold, or null. */
    public @Nullable Item item(String name) {
        return items.get(name);
    }

    /** The item of this name that is sold no more, or null. */
    @Nullable
    Item retiredItem(String name) {
        return retired.get(name);
    }

    /** The item with this number that is sold, or null. */
    public @Nullable Item itemNumbered(long number) {
        String name = numbers.get(number);
        return name == null ? null : items.get(name);
    }

    /** The name of the item with this number, sold or not, or null. */
    @Nullable
    String ownerOf(long number) {
        return numbers.get(number);
    }

    /** The highest number that an item has or had, 0 if none. */
    long lastItemNumber() {
        return numbers.isEmpty() ? 0 : numbers.lastKey();
    }

    /** Names of the items of a topic, in order. */
    public NavigableSet<String> namesOf(String topic) {
        return Collections.unmodifiableNavigableSet(topics.getOrDefault(topic, Collections.emptyNavigableSet()));
    }

    /** All items that are sold, by name. */
    public NavigableMap<String, Item> items() {
        return Collections.unmodifiableNavigableMap(items);
    }

    /** The value of this name, or null. There is no view before the first one is installed. */
    public @Nullable Value value(String name) {
        if (!CacheKeys.isGivenName(name)) {
            return reserved(name);
        }
        Item item = items.get(name);
        if (item != null) {
            return item;
        }
        Item gone = retired.get(name);
        if (gone != null) {
            return gone;
        }
        return view.number() > 0 && name.equals(MembershipView.NAME) ? view : boards.get(name);
    }

    private @Nullable Value reserved(String name) {
        Hold hold = holds.named(name);
        if (hold != null) {
            return hold;
        }
        CancelledOrders cancelled = cancellations.named(name);
        if (cancelled != null) {
            return cancelled;
        }
        if (name.equals(LeaderPlacement.NAME)) {
            return leaderPlacement;
        }
        WebhookPosition webhook = webhooks.get(name);
        if (webhook != null) {
            return webhook;
        }
        return name.equals(holdClock.name()) ? holdClock : customers.named(name);
    }

    /** Active holds with ids above {@code id}, in rising order. */
    public Stream<Hold> activeHoldsAfter(long id) {
        return holds.after(id).filter(Hold::isActive);
    }

    /** How many holds are active. */
    public int activeHolds() {
        return holds.active();
    }

    Holds holds() {
        return holds;
    }

    Customers customers() {
        return customers;
    }

    Cancellations cancellations() {
        return cancellations;
    }

    HoldClock holdClock() {
        return holdClock;
    }

    @Nullable
    WebhookPosition webhookPosition(String webhook) {
        return webhooks.get(WebhookPosition.nameOf(webhook));
    }

    /** Where the store's leader is to run. */
    public LeaderPlacement leaderPlacement() {
        return leaderPlacement;
    }

    @Nullable
    Board board(String name) {
        return boards.get(name);
    }

    MembershipView view() {
        return view;
    }

    /** Whether this is a scoreboard. A store becomes one with its first board, and then never has an item. */
    public boolean isScoreboard() {
        return !boards.isEmpty();
    }

    /** How many items are sold, or how many boards there are. */
    public int size() {
        return items.size() + boards.size();
    }

    /** How many items there are, those included that are sold no more. */
    int itemsEver() {
        return items.size() + retired.size();
    }

    /** All boards by name. */
    public NavigableMap<String, Board> boards() {
        return Collections.unmodifiableNavigableMap(boards);
    }

    /** All values: what a checkpoint must hold besides the keys. */
    public List<Value> values() {
        List<Value> all = new ArrayList<>(size() + 1);
        all.addAll(items.values());
        all.addAll(retired.values());
        all.addAll(boards.values());
        if (view.number() > 0) {
            all.add(view);
        }
        all.addAll(holds.all());
        all.addAll(customers.all());
        all.addAll(cancellations.all());
        if (holdClock.version() > 0) {
            all.add(holdClock);
        }
        if (leaderPlacement.version() > 0) {
            all.add(leaderPlacement);
        }
        all.addAll(webhooks.values());
        return all;
    }

    public KeyWindow keys() {
        return keys;
    }

    /**
     * A hash of all that lookups show: the values, the last order number, and whether the store is open. It is the same
     * however the state came about: entry by entry, from a checkpoint or in chunks. Idempotency keys are not in it, because how
     * many of them there are depends on each node's settings.
     */
    public long digest() {
        return new Digest64.Quick()
                .add(valueDigests)
                .add(lastNumber)
                .add(opened ? 1 : 0)
                .value();
    }

    /** Names of the values that the last entry changed, added or dropped. */
    public Set<String> changedNames() {
        return Collections.unmodifiableSet(changedNames);
    }

    /** A value took the place of another one: null for none. */
    void changed(@Nullable Value before, @Nullable Value after) {
        if (before != null) {
            valueDigests -= before.digest();
            changedNames.add(before.name());
        }
        if (after != null) {
            valueDigests += after.digest();
            changedNames.add(after.name());
        }
    }

    /** Applies the entry at {@code entryIndex}, which must be the next one. */
    public void apply(long entryIndex, Entry entry) {
        if (entryIndex != index + 1) {
            throw new IllegalStateException("entry " + entryIndex + " does not follow " + index);
        }
        index = entryIndex;
        changedNames.clear();
        entry.applyTo(this);
        rememberKey(entryIndex, entry);
    }

    /** Adds the key of an entry at or before {@link #index()}, oldest first. */
    public void rememberKey(long entryIndex, Entry entry) {
        if (entry instanceof Entry.Keyed keyed) {
            long number = entry instanceof Entry.OrderRejected ? KeyWindow.REJECTED : entry.orderNumber();
            keys.add(keyed.key(), new KeyWindow.FirstUse(keyed.fingerprint(), entryIndex, number));
        }
    }

    /** Adds a key of a checkpoint or of another node's state, oldest first. */
    public void rememberKey(KeyWindow.KeyRecord key) {
        keys.add(key.key(), key.first());
    }

    // ---- for entries and values: each changes the state through these
    // ------------------------------------------------

    void open() {
        opened = true;
    }

    void numberTaken(long number) {
        lastNumber = number;
    }

    /** Adds to an item's stock; a negative quantity takes from it. */
    void addStock(String name, long quantity) {
        Item item = knownItem(name);
        putItem(checked(item.withStock(Math.addExact(item.quantity(), quantity), item.held(), index)));
    }

    /** Moves stock of an item into a hold; a negative quantity gives it back. */
    void setAside(String name, long quantity) {
        Item item = knownItem(name);
        putItem(checked(item.withStock(item.quantity() - quantity, item.held() + quantity, index)));
    }

    /** Stock of a hold is sold. */
    void sellSetAside(String name, long quantity) {
        Item item = knownItem(name);
        putItem(checked(item.withStock(item.quantity(), item.held() - quantity, index)));
    }

    private static Item checked(Item item) {
        if (item.quantity() < 0 || item.held() < 0) {
            throw new IllegalStateException("the log sells or gives back more of " + item.name() + " than there was");
        }
        return item;
    }

    void putItem(Item item) {
        Item sold = item.retired() ? items.remove(item.name()) : items.put(item.name(), item);
        Item gone = item.retired() ? retired.put(item.name(), item) : retired.remove(item.name());
        changed(sold == null ? gone : sold, item);
        String topicBefore = sold == null ? null : sold.topic();
        String topic = item.retired() ? null : item.topic();
        if (!Objects.equals(topicBefore, topic)) {
            moveToTopic(item, topicBefore, topic);
        }
        if (item.number() != null) {
            numbers.put(item.number(), item.name());
        }
    }

    private void moveToTopic(Item item, @Nullable String topicBefore, @Nullable String topicNow) {
        if (topicBefore != null) {
            topics.computeIfPresent(topicBefore, (topic, names) -> {
                names.remove(item.name());
                return names.isEmpty() ? null : names;
            });
        }
        if (topicNow != null) {
            topics.computeIfAbsent(topicNow, topic -> new TreeSet<>()).add(item.name());
        }
    }

    void putBoard(Board board) {
        changed(boards.put(board.name(), board), board);
    }

    void putView(MembershipView newView) {
        changed(view.number() > 0 ? view : null, newView);
        view = newView;
    }

    void putHold(Hold hold) {
        changed(holds.put(hold), hold);
        Hold forgotten = holds.forget();
        if (forgotten != null) {
            changed(forgotten, null);
        }
    }

    void putHoldClock(HoldClock newClock) {
        changed(holdClock.version() > 0 ? holdClock : null, newClock);
        holdClock = newClock;
    }

    /** Of too many, the one that was written longest ago is forgotten: probably nobody has that webhook any more. */
    void putWebhookPosition(WebhookPosition position) {
        changed(webhooks.put(position.name(), position), position);
        if (webhooks.size() > Limits.WEBHOOKS) {
            WebhookPosition oldest = Collections.min(webhooks.values(), Comparator.comparing(WebhookPosition::version));
            changed(webhooks.remove(oldest.name()), null);
        }
    }

    void putLeaderPlacement(LeaderPlacement placement) {
        changed(leaderPlacement.version() > 0 ? leaderPlacement : null, placement);
        leaderPlacement = placement;
    }

    /** The item of this name, sold or not. */
    Item knownItem(String name) {
        Item item = items.getOrDefault(name, retired.get(name));
        if (item == null) {
            throw new IllegalStateException("the log changes " + name + ", which it never added");
        }
        return item;
    }

    Board knownBoard(String name) {
        Board board = boards.get(name);
        if (board == null) {
            throw new IllegalStateException("the log changes the board " + name + ", which it never added");
        }
        return board;
    }
}
