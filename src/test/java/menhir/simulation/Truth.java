package menhir.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import menhir.store.Command;
import menhir.store.Entry.ItemAdded;
import menhir.store.Entry.Keyed;
import menhir.store.Entry.OrderPlaced;
import menhir.store.Entry.Repriced;
import menhir.store.Entry.Restocked;
import menhir.store.Item;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * What has really happened, seen from outside: the committed log, and what each item was at each index. It shares no code
 * with {@link menhir.store.StoreState}. Every claim of the cluster is held against it.
 */
final class Truth {

    private record Version(long index, String price, long quantity) {}

    private record Keys(long index, long fingerprint) {}

    private final LogTree tree;
    private final List<LogTree.Node> committed = new ArrayList<>();
    private final Map<String, List<Version>> versions = new HashMap<>();
    private final Map<String, Keys> keys = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private long released;
    private long orders;
    private long highestEpoch;

    Truth(LogTree tree) {
        this.tree = tree;
    }

    long committed() {
        return committed.size();
    }

    /** The highest index that any leader has released. */
    long released() {
        return released;
    }

    /** A client was told that nothing was done for this key; unless it asks again, nothing may ever be. */
    void onRefused(String key) {
        if (keys.containsKey(key)) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "refused, yet done: " + key);
        }
        refused.add(key);
    }

    void onAskedAgain(String key) {
        refused.remove(key);
    }

    // ---- the log ----------------------------------------------------------------------------------------------------

    /** A leader says that this entry, and with it all before, is committed. */
    void onCommitted(LogTree.Node tip) {
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

    /** A leader takes over a log that ends with this entry. */
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

    /** A catalog is about to show this entry to the world. */
    void onShown(long index, long epoch) {
        if (index > released) {
            throw new InvariantViolated(Invariant.D_NOTHING_STALE, "shown before it was released: " + index);
        }
        same(committed.get((int) index - 1), tree.node(index, epoch));
    }

    /** A replica gives up what it holds here. */
    void onDropped(long index, long epoch) {
        if (index <= committed.size() && committed.get((int) index - 1).epoch() == epoch) {
            throw new InvariantViolated(Invariant.A_ONE_LOG, "a replica drops the committed entry " + index);
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
        if (!(node.entry() instanceof Keyed keyed)) {
            return;
        }
        if (keys.put(keyed.key(), new Keys(node.index(), keyed.fingerprint())) != null) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "done twice for one key: " + node);
        }
        if (refused.contains(keyed.key())) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "done after it was refused: " + node);
        }
        if (keyed instanceof OrderPlaced placed) {
            orders++;
            if (placed.number() != orders) {
                throw new InvariantViolated(Invariant.B_NOTHING_LOST, "order " + orders + " is missing at " + node);
            }
            for (PricedLine line : placed.lines()) {
                change(line.item(), node, placed.type() == OrderType.BUY ? -line.quantity() : line.quantity(), null);
            }
        } else if (keyed instanceof Restocked restocked) {
            change(restocked.name(), node, restocked.quantity(), null);
        } else if (keyed instanceof Repriced repriced) {
            change(repriced.name(), node, 0, repriced.price().toPlainString());
        } else if (keyed instanceof ItemAdded added) {
            List<Version> fresh = new ArrayList<>();
            fresh.add(new Version(node.index(), added.price().toPlainString(), added.quantity()));
            if (versions.put(added.name(), fresh) != null) {
                throw new InvariantViolated(Invariant.B_NOTHING_LOST, "added twice: " + node);
            }
        }
    }

    private void change(String item, LogTree.Node node, long quantity, @Nullable String price) {
        List<Version> all = versions.get(item);
        if (all == null) {
            throw new InvariantViolated(Invariant.C_NOTHING_OVERSOLD, "changes an unknown item: " + node);
        }
        Version last = all.get(all.size() - 1);
        long left = last.quantity() + quantity;
        if (left < 0) {
            throw new InvariantViolated(Invariant.C_NOTHING_OVERSOLD, "sells more than there is: " + node);
        }
        all.add(new Version(node.index(), price == null ? last.price() : price, left));
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

    // ---- answers ----------------------------------------------------------------------------------------------------

    /**
     * A lookup was answered.
     *
     * @param releasedBefore what was released when the lookup was asked for
     */
    void checkLookup(String name, @Nullable Item shown, long releasedBefore) {
        Version least = versionAt(name, releasedBefore);
        Version actual = shown == null ? null : versionAt(name, shown.version());
        boolean current = shown == null
                ? least == null
                : (least == null || shown.version() >= least.index()) && shown.version() <= released;
        boolean right = shown == null
                || (actual != null
                        && actual.index() == shown.version()
                        && actual.quantity() == shown.quantity()
                        && actual.price().equals(shown.price().toPlainString()));
        if (!current || !right) {
            throw new InvariantViolated(
                    Invariant.D_NOTHING_STALE,
                    name + " was shown as " + shown + "; it was " + least + " when asked, " + actual
                            + " at the version shown; released then " + releasedBefore + ", now " + released);
        }
    }

    /** A change was acknowledged. */
    void checkStands(Command command, long index, long number) {
        if (index > released) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "acknowledged before release: " + command);
        }
        LogTree.Node node = committed.get((int) index - 1);
        boolean same = node.entry() instanceof Keyed keyed
                && keyed.key().equals(command.key())
                && keyed.fingerprint() == command.fingerprint()
                && (keyed instanceof OrderPlaced placed ? placed.number() : 0) == number;
        if (!same) {
            throw new InvariantViolated(
                    Invariant.B_NOTHING_LOST, command + " was acknowledged as " + number + " by " + node);
        }
    }

    /** A command was refused. */
    void checkRefused(Command command, Rejection why, long releasedBefore) {
        boolean truthful;
        if (why instanceof Rejection.NotEnough few) {
            truthful = few.requested() > few.available()
                    && heldQuantity(few.item(), few.available(), releasedBefore, released);
        } else if (why instanceof Rejection.UnknownItem unknown) {
            truthful = versionAt(unknown.item(), releasedBefore) == null;
        } else if (why instanceof Rejection.ItemExists exists) {
            truthful = versionAt(exists.item(), released) != null;
        } else if (why instanceof Rejection.KeyReused) {
            Keys seen = keys.get(command.key());
            truthful = seen != null && seen.index() <= released && seen.fingerprint() != command.fingerprint();
        } else {
            truthful = false;
        }
        if (!truthful) {
            throw new InvariantViolated(
                    Invariant.D_NOTHING_STALE,
                    command + " was refused with " + why + "; released then " + releasedBefore + ", now " + released);
        }
    }
}
