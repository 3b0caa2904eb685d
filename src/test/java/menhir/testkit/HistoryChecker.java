package menhir.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import menhir.testkit.History.Acknowledged;
import menhir.testkit.History.Event;
import menhir.testkit.History.LookedUp;
import menhir.testkit.History.Ordered;
import menhir.testkit.History.Recalled;
import menhir.testkit.History.Refused;
import menhir.testkit.History.Unknown;
import menhir.testkit.StoreLog.Added;
import menhir.testkit.StoreLog.Entry;
import menhir.testkit.StoreLog.Placed;

/**
 * Holds what clients were told against the store's log, which the replicas agree on. The log says in which order things
 * happened; the checker says whether that order explains every answer:
 *
 * <ul>
 *   <li>Orders are numbered from 1 without gaps. Each acknowledged one is in the log, as it was sent, under its number;
 *       no two share one; and the log has no order that nobody placed, such as one that was placed twice.
 *   <li>An order that was acknowledged before another was sent has the lower number.
 *   <li>No quantity is below zero at any point of the log.
 *   <li>A lookup shows what the item was at the version that it names. That version is not older than any that an answer
 *       showed or made before the lookup began, and not younger than the lookup itself. A refusal is a lookup, too.
 *   <li>An acknowledged order is found, as it was sent, by whoever asks for it later.
 * </ul>
 *
 * <p>So per item the answers are linearizable. Times are those of the clients, all on one clock.
 */
public final class HistoryChecker {
    private final List<Event> events;
    private final StoreLog log;
    private final List<String> violations = new ArrayList<>();

    /** For each item, its quantity from each entry on that changed it. */
    private final Map<String, TreeMap<Long, Long>> stock = new HashMap<>();

    private final Map<Long, Placed> byNumber = new HashMap<>();
    private final Map<Long, Long> invokedByIndex = new HashMap<>();

    public HistoryChecker(Collection<? extends Event> events, StoreLog log) {
        this.events = List.copyOf(events);
        this.log = log;
    }

    /** What is wrong, in words; empty if nothing is. */
    public List<String> violations() {
        violations.clear();
        stock.clear();
        byNumber.clear();
        invokedByIndex.clear();
        replay();
        matchOrders();
        checkOrderOfOrders();
        checkReads();
        of(Recalled.class).stream()
                .filter(recalled -> !recalled.same())
                .forEach(recalled -> wrong("an acknowledged order was not found as it was sent: " + recalled));
        return List.copyOf(violations);
    }

    private <E extends Event> List<E> of(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void wrong(String what) {
        violations.add(what);
    }

    // ---- the log by itself ------------------------------------------------------------------------------------------

    private void replay() {
        long lastNumber = 0;
        for (Entry entry : log.entries()) {
            if (entry instanceof Added added) {
                stock.computeIfAbsent(added.item(), name -> new TreeMap<>()).put(added.index(), added.quantity());
            } else if (entry instanceof Placed order) {
                lastNumber++;
                if (order.number() != lastNumber) {
                    wrong("order " + lastNumber + " was to come, not " + order);
                    lastNumber = order.number();
                }
                byNumber.put(order.number(), order);
                order.lines().forEach((item, quantity) -> change(order, item, order.buy() ? -quantity : quantity));
            }
        }
    }

    private void change(Placed order, String item, long by) {
        TreeMap<Long, Long> quantities = stock.get(item);
        if (quantities == null) {
            wrong("nobody knows the item of " + order);
            return;
        }
        long after = quantities.lastEntry().getValue() + by;
        if (after < 0) {
            wrong(item + " is " + after + " after " + order);
        }
        quantities.put(order.index(), after);
    }

    // ---- orders -----------------------------------------------------------------------------------------------------

    private void matchOrders() {
        Set<Long> claimed = new HashSet<>();
        List<Ordered> unknown = new ArrayList<>();
        for (Ordered ordered : of(Ordered.class)) {
            if (ordered.outcome() instanceof Acknowledged acknowledged) {
                claim(ordered, acknowledged.number(), claimed);
            } else if (ordered.outcome() instanceof Unknown) {
                unknown.add(ordered);
            }
        }
        for (Placed order : log.orders()) {
            if (!claimed.contains(order.number()) && !explain(order, unknown)) {
                wrong("nobody placed " + order + ", or somebody's order was placed twice");
            }
        }
    }

    private void claim(Ordered ordered, long number, Set<Long> claimed) {
        Placed order = byNumber.get(number);
        if (order == null) {
            wrong("an acknowledged order is lost: " + ordered);
        } else if (!ordered.wish().isLike(order.buy(), order.lines())) {
            wrong("an acknowledged order stands otherwise: " + ordered + " and " + order);
        } else {
            invokedByIndex.put(order.index(), ordered.invoked());
        }
        if (!claimed.add(number)) {
            wrong("a number was given twice: " + ordered);
        }
    }

    /** One whose client never had an answer may have been placed, once. */
    private boolean explain(Placed order, List<Ordered> unknown) {
        for (Iterator<Ordered> each = unknown.iterator(); each.hasNext(); ) {
            Ordered ordered = each.next();
            if (ordered.wish().isLike(order.buy(), order.lines())) {
                invokedByIndex.put(order.index(), ordered.invoked());
                each.remove();
                return true;
            }
        }
        return false;
    }

    private void checkOrderOfOrders() {
        Bound highest = new Bound();
        List<Ordered> acknowledged = of(Ordered.class).stream()
                .filter(ordered -> ordered.outcome() instanceof Acknowledged)
                .toList();
        acknowledged.forEach(ordered -> highest.learn(ordered.answered(), numberOf(ordered)));
        for (Ordered ordered : acknowledged) {
            long before = highest.before(ordered.invoked());
            if (numberOf(ordered) <= before) {
                wrong("order " + before + " was acknowledged before this one was sent: " + ordered);
            }
        }
    }

    private static long numberOf(Ordered ordered) {
        return ordered.outcome() instanceof Acknowledged acknowledged ? acknowledged.number() : 0;
    }

    // ---- reads ------------------------------------------------------------------------------------------------------

    private void checkReads() {
        Map<String, Bound> shown = new HashMap<>();
        for (LookedUp looked : of(LookedUp.class)) {
            shown.computeIfAbsent(looked.item(), item -> new Bound()).learn(looked.answered(), looked.version());
        }
        for (Ordered ordered : of(Ordered.class)) {
            Placed order = byNumber.get(numberOf(ordered));
            if (order != null) {
                for (String item : order.lines().keySet()) {
                    shown.computeIfAbsent(item, name -> new Bound()).learn(ordered.answered(), order.index());
                }
            }
        }
        for (LookedUp looked : of(LookedUp.class)) {
            checkLookup(looked, shown.getOrDefault(looked.item(), new Bound()));
        }
        for (Ordered ordered : of(Ordered.class)) {
            if (ordered.outcome() instanceof Refused refused) {
                checkRefusal(ordered, refused, shown.getOrDefault(refused.item(), new Bound()));
            }
        }
    }

    private void checkLookup(LookedUp looked, Bound shown) {
        TreeMap<Long, Long> quantities = stock.get(looked.item());
        if (quantities == null) {
            wrong("a lookup shows an item that is not there: " + looked);
            return;
        }
        Long quantity = quantities.get(looked.version());
        if (quantity == null || quantity != looked.quantity()) {
            wrong("a lookup shows what never was (the quantity at that version is " + quantity + "): " + looked);
        }
        long known = shown.before(looked.invoked());
        if (looked.version() < known) {
            wrong("a lookup is stale (version " + known + " was known before it began): " + looked);
        }
        if (isFromFuture(looked.version(), looked.answered())) {
            wrong("a lookup shows an order that was not yet sent: " + looked);
        }
    }

    /** Somewhere between what was known before and what was sent by then, there was just so much of it, and too little. */
    private void checkRefusal(Ordered ordered, Refused refused, Bound shown) {
        TreeMap<Long, Long> quantities = stock.get(refused.item());
        Long wanted = ordered.wish().lines().get(refused.item());
        if (quantities == null
                || shown == null
                || wanted == null
                || !ordered.wish().buy()) {
            wrong("a refusal that cannot be: " + ordered);
            return;
        }
        if (refused.available() >= wanted) {
            wrong("a refusal for want of what is there: " + ordered);
        }
        Long first = quantities.floorKey(Math.max(shown.before(ordered.invoked()), quantities.firstKey()));
        boolean explained = first != null
                && quantities.tailMap(first, true).entrySet().stream()
                        .anyMatch(each -> each.getValue() == refused.available()
                                && !isFromFuture(each.getKey(), ordered.answered()));
        if (!explained) {
            wrong("a refusal tells of a quantity that was not there then: " + ordered);
        }
    }

    private boolean isFromFuture(long index, long answered) {
        Long invoked = invokedByIndex.get(index);
        return invoked != null && invoked - answered > 0;
    }

    /** The highest value that was known before a time. */
    private static final class Bound {
        private record Known(long at, long value) {}

        private final List<Known> known = new ArrayList<>();
        private boolean sorted;

        void learn(long at, long value) {
            known.add(new Known(at, value));
            sorted = false;
        }

        long before(long time) {
            sort();
            int low = 0;
            int high = known.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (known.get(middle).at() - time < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? 0 : known.get(low - 1).value();
        }

        /** By time, each with the highest value up to then. */
        private void sort() {
            if (!sorted) {
                known.sort(Comparator.comparingLong(Known::at));
                for (int i = 1; i < known.size(); i++) {
                    known.set(
                            i,
                            new Known(
                                    known.get(i).at(),
                                    Math.max(
                                            known.get(i).value(),
                                            known.get(i - 1).value())));
                }
                sorted = true;
            }
        }
    }
}
