package menhir.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import menhir.replication.LogEntry;
import menhir.store.CancelOrder;
import menhir.store.Command;
import menhir.store.Entry.ItemAdded;
import menhir.store.Entry.Keyed;
import menhir.store.Entry.OrderPlaced;
import menhir.store.Entry.OrderRejected;
import menhir.store.Entry.Repriced;
import menhir.store.Entry.Restocked;
import menhir.store.Entry.TermsSet;
import menhir.store.HoldCommand;
import menhir.store.Item;
import menhir.store.OrderCancelled;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/**
 * What has really happened, seen from outside: the committed log, and what each item was at each index. It shares no code
 * with {@link menhir.store.StoreState}. Every claim of the cluster is compared with it.
 */
final class Truth {

    private record Version(
            long index,
            String price,
            long quantity,
            @Nullable String topic,
            long held) {}

    private record Keys(long index, long fingerprint) {}

    private final LogTree tree;
    private final HoldTruth holds = new HoldTruth();
    private final CancellationTruth cancellations = new CancellationTruth();
    private final List<LogTree.Node> committed = new ArrayList<>();
    private final Map<String, List<Version>> versions = new TreeMap<>();
    private final Map<Long, String> numbers = new HashMap<>();
    private final Map<String, Keys> keys = new HashMap<>();
    private final Set<String> rejected = new HashSet<>();
    private final List<LogTree.Node> orders = new ArrayList<>();
    private long released;
    private long highestEpoch;

    Truth(LogTree tree) {
        this.tree = tree;
    }

    HoldTruth holds() {
        return holds;
    }

    CancellationTruth cancellations() {
        return cancellations;
    }

    long committed() {
        return committed.size();
    }

    /** The highest index that any leader has released. */
    long released() {
        return released;
    }

    /** The highest epoch in which anything was committed. */
    long highestEpoch() {
        return highestEpoch;
    }

    /** How many orders are released. */
    long releasedOrders() {
        long count = orders.size();
        while (count > 0 && orders.get((int) count - 1).index() > released) {
            count--;
        }
        return count;
    }

    /** A client was told that nothing was done for this key; unless it asks again, nothing may ever be. */
    void onRejected(String key) {
        if (keys.containsKey(key)) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "rejected, yet done: " + key);
        }
        rejected.add(key);
    }

    void onAskedAgain(String key) {
        rejected.remove(key);
    }

    // ---- the log ----------------------------------------------------------------------------------------------------

    /** A leader says that this entry, and with it all before, is committed. */
    void onCommitted(LogTree.Node tip) {
        if (tip.index() == 0) {
            return;
        }
        if (tip.index() <= committed.size()) {
            same(committed.get((int) tip.index() - 1), tip);
            return;
        }
        List<LogTree.Node> fresh = new ArrayList<>();
        LogTree.Node node = tip;
        while (node.index() > committed.size() && node.parent() != null) {
            fresh.add(node);
            node = node.parent();
        }
        if (!committed.isEmpty()) {
            same(committed.get(committed.size() - 1), node);
        }
        for (int i = fresh.size() - 1; i >= 0; i--) {
            committed.add(fresh.get(i));
            apply(fresh.get(i));
        }
        highestEpoch = Math.max(highestEpoch, tip.epoch());
    }

    /** A leader leads from a log that ends with this entry. */
    void onTakenOver(long epoch, LogTree.Node base) {
        if (epoch <= highestEpoch || committed.isEmpty()) {
            return;
        }
        LogTree.Node last = committed.get(committed.size() - 1);
        if (base.index() < last.index() || !base.ancestor(last.index()).equals(last)) {
            throw new InvariantViolated(
                    Invariant.B_NOTHING_LOST,
                    "leader of epoch " + epoch + " starts from " + base + " without the committed " + last);
        }
    }

    void onReleased(long index) {
        if (index > committed.size()) {
            throw new InvariantViolated(Invariant.A_ONE_LOG, "released before it was committed: " + index);
        }
        released = Math.max(released, index);
    }

    /** A catalog is about to show this entry. */
    void onShown(long index, long epoch) {
        if (index > released) {
            throw new InvariantViolated(Invariant.D_NOTHING_STALE, "shown before it was released: " + index);
        }
        same(committed.get((int) index - 1), tree.node(index, epoch));
    }

    /** A replica deletes its entry at this index. */
    void onTruncated(long index, long epoch) {
        if (index <= committed.size() && committed.get((int) index - 1).epoch() == epoch) {
            throw new InvariantViolated(Invariant.A_ONE_LOG, "a replica deletes the committed entry " + index);
        }
    }

    private static void same(LogTree.Node expected, LogTree.Node actual) {
        if (!expected.equals(actual)) {
            throw new InvariantViolated(
                    Invariant.A_ONE_LOG, "committed twice at one index: " + expected + " and " + actual);
        }
    }

    // ---- the items --------------------------------------------------------------------------------------------------

    private void apply(LogTree.Node node) {
        holds.onCommitted(node).forEach((item, held) -> change(item, node, -held, held));
        if (!(node.entry() instanceof Keyed keyed)) {
            return;
        }
        if (keys.put(keyed.key(), new Keys(node.index(), keyed.fingerprint())) != null) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "done twice for one key: " + node);
        }
        if (rejected.contains(keyed.key())) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "done after it was rejected: " + node);
        }
        if (keyed instanceof OrderPlaced placed) {
            orders.add(node);
            if (placed.number() != orders.size()) {
                throw new InvariantViolated(
                        Invariant.B_NOTHING_LOST, "order " + orders.size() + " is missing at " + node);
            }
            Map<String, Long> fromHold = holds.onOrder(placed, node);
            fromHold.forEach((item, quantity) -> change(item, node, 0, -quantity));
            for (PricedLine line : fromHold.isEmpty() ? placed.lines() : List.<PricedLine>of()) {
                change(line.item(), node, placed.type() == OrderType.BUY ? -line.quantity() : line.quantity(), 0);
            }
        } else if (keyed instanceof OrderCancelled cancelled) {
            OrderPlaced order = orderOf(cancelled, node);
            cancellations.onCommitted(cancelled, order, node).forEach((item, quantity) -> {
                change(item, node, quantity, 0);
                holds.onBack(item, order.customer(), quantity, node);
            });
        } else if (keyed instanceof Restocked restocked) {
            change(restocked.name(), node, restocked.quantity(), 0);
        } else if (keyed instanceof Repriced repriced) {
            Version last = lastOf(repriced.name(), node);
            versionsOf(repriced.name(), node)
                    .add(new Version(
                            node.index(),
                            repriced.price().toPlainString(),
                            last.quantity(),
                            repriced.topic(),
                            last.held()));
        } else if (keyed instanceof TermsSet terms) {
            change(terms.name(), node, 0, 0);
        } else if (keyed instanceof ItemAdded added) {
            add(added, node);
        }
    }

    private OrderPlaced orderOf(OrderCancelled cancelled, LogTree.Node node) {
        if (cancelled.order() < 1 || cancelled.order() > orders.size()) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "cancels an order that is not there: " + node);
        }
        return (OrderPlaced)
                Objects.requireNonNull(orders.get((int) cancelled.order() - 1).entry());
    }

    private void add(ItemAdded added, LogTree.Node node) {
        List<Version> fresh = new ArrayList<>();
        fresh.add(new Version(node.index(), added.price().toPlainString(), added.quantity(), added.topic(), 0));
        boolean numberTaken = added.number() != null && numbers.put(added.number(), added.name()) != null;
        if (versions.put(added.name(), fresh) != null || numberTaken) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "added twice: " + node);
        }
    }

    private Version lastOf(String item, LogTree.Node node) {
        List<Version> all = versionsOf(item, node);
        return all.get(all.size() - 1);
    }

    private List<Version> versionsOf(String item, LogTree.Node node) {
        List<Version> all = versions.get(item);
        if (all == null) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "changes an item that is not there: " + node);
        }
        return all;
    }

    private void change(String item, LogTree.Node node, long quantity, long held) {
        Version last = lastOf(item, node);
        long left = last.quantity() + quantity;
        if (left < 0) {
            throw new InvariantViolated(Invariant.C_NOTHING_OVERSOLD, "sells more than there is: " + node);
        }
        versionsOf(item, node).add(new Version(node.index(), last.price(), left, last.topic(), last.held() + held));
    }

    private @Nullable Version versionAt(String item, long index) {
        Version found = null;
        for (Version version : versions.getOrDefault(item, List.of())) {
            if (version.index() > index) {
                break;
            }
            found = version;
        }
        return found;
    }

    private boolean heldQuantity(String item, long quantity, long from, long to) {
        Version first = versionAt(item, from);
        return (first != null && first.quantity() == quantity)
                || versions.getOrDefault(item, List.of()).stream()
                        .anyMatch(v -> v.index() > from && v.index() <= to && v.quantity() == quantity);
    }

    // ---- lookups ----------------------------------------------------------------------------------------------------

    /**
     * A lookup was answered.
     *
     * @param releasedBefore what was released when it began
     */
    void checkLookup(String name, @Nullable Value shown, long releasedBefore) {
        Item item = shown instanceof Item found ? found : null;
        Version least = versionAt(name, releasedBefore);
        Version actual = item == null ? null : versionAt(name, item.version());
        boolean current = item == null
                ? least == null
                : (least == null || item.version() >= least.index()) && item.version() <= released;
        boolean right = item == null || (actual != null && isVersion(item, actual));
        if (!current || !right) {
            throw new InvariantViolated(
                    Invariant.D_NOTHING_STALE,
                    name + " was shown as " + shown + "; it was " + least + " when asked, " + actual
                            + " at the version shown; released then " + releasedBefore + ", now " + released);
        }
    }

    private static boolean isVersion(Item item, Version version) {
        return version.index() == item.version()
                && version.quantity() == item.quantity()
                && version.held() == item.held()
                && version.price().equals(item.price().toPlainString())
                && (version.topic() == null
                        ? item.topic() == null
                        : version.topic().equals(item.topic()));
    }

    /** A lookup by number was answered. */
    void checkNumber(long number, @Nullable Value shown, long releasedBefore) {
        String name = numbers.get(number);
        if (name == null) {
            if (shown != null) {
                throw new InvariantViolated(Invariant.D_NOTHING_STALE, "number " + number + " shown as " + shown);
            }
        } else {
            checkLookup(name, shown, releasedBefore);
        }
    }

    /** The items of a topic were shown: all of them, as they were together at one moment. */
    void checkTopic(String topic, List<Item> shown, long releasedBefore) {
        for (long index = releasedBefore; index <= released; index++) {
            if (wasTopic(topic, shown, index)) {
                return;
            }
        }
        throw new InvariantViolated(
                Invariant.D_NOTHING_STALE,
                topic + " was shown as " + shown + ", which it never was from " + releasedBefore + " to " + released);
    }

    private boolean wasTopic(String topic, List<Item> shown, long index) {
        int expected = 0;
        for (String name : versions.keySet()) {
            Version version = versionAt(name, index);
            if (version != null && topic.equals(version.topic())) {
                expected++;
                boolean found = shown.stream().anyMatch(item -> item.name().equals(name) && isVersion(item, version));
                if (!found) {
                    return false;
                }
            }
        }
        return expected == shown.size();
    }

    // ---- orders -----------------------------------------------------------------------------------------------------

    /**
     * Orders were read.
     *
     * @param lastNumber the highest number that there is, by the answer
     * @param ordersBefore how many orders were released when the read began
     */
    void checkOrders(long afterNumber, int limit, List<LogEntry> read, long lastNumber, long ordersBefore) {
        long number = afterNumber;
        for (LogEntry entry : read) {
            number++;
            LogTree.Node node = number <= orders.size() ? orders.get((int) number - 1) : null;
            if (node == null || node.index() > released || !entry.equals(node.logged())) {
                throw new InvariantViolated(
                        Invariant.D_NOTHING_STALE, "order " + number + " was shown as " + entry + ", not " + node);
            }
        }
        boolean ended = read.size() < limit;
        if (lastNumber > releasedOrders() || (ended && lastNumber < ordersBefore)) {
            throw new InvariantViolated(
                    Invariant.D_NOTHING_STALE,
                    "the last order was said to be " + lastNumber + "; there were " + ordersBefore
                            + " before the read");
        }
        if (ended && number < Math.min(lastNumber, afterNumber + limit)) {
            throw new InvariantViolated(
                    Invariant.D_NOTHING_STALE, "orders after " + number + " are missing up to " + lastNumber);
        }
    }

    // ---- commands ---------------------------------------------------------------------------------------------------

    /** A change was acknowledged, or a rejection that the log keeps. */
    void checkDone(Command command, long number) {
        Keys known = keys.get(command.key());
        if (known == null || known.index() > released) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "acknowledged before release: " + command);
        }
        LogTree.Node node = committed.get((int) known.index() - 1);
        boolean same = known.fingerprint() == command.fingerprint()
                && node.entry() != null
                && (node.entry() instanceof OrderRejected
                        ? number <= 0
                        : node.entry().orderNumber() == number);
        if (!same) {
            throw new InvariantViolated(
                    Invariant.B_NOTHING_LOST, command + " was acknowledged as " + number + " by " + node);
        }
    }

    private static @Nullable String customerOf(Command command) {
        if (command instanceof Command.PlaceOrder order) {
            return order.customer();
        }
        return command instanceof HoldCommand.PlaceHold hold ? hold.customer() : null;
    }

    /** A command was rejected. */
    void checkRejected(Command command, Rejection why, long releasedBefore) {
        boolean truthful;
        if (why instanceof Rejection.NotEnough few) {
            truthful = few.requested() > few.available()
                    && heldQuantity(few.item(), few.available(), releasedBefore, released);
        } else if (why instanceof Rejection.UnknownItem unknown) {
            truthful = versionAt(unknown.item(), releasedBefore) == null;
        } else if (why instanceof Rejection.ItemExists exists) {
            truthful = versionAt(exists.item(), released) != null;
        } else if (why instanceof Rejection.KeyReused) {
            Keys known = keys.get(command.key());
            truthful = known != null && known.index() <= released && known.fingerprint() != command.fingerprint();
        } else if (command instanceof CancelOrder cancel) {
            truthful = cancellations.isTrue(why, cancel, released);
        } else {
            truthful = holds.isTrue(why, customerOf(command), releasedBefore, released);
        }
        if (!truthful) {
            throw new InvariantViolated(
                    Invariant.D_NOTHING_STALE,
                    command + " was rejected with " + why + "; released then " + releasedBefore + ", now " + released);
        }
    }
}
