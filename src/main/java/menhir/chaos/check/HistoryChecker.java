package menhir.chaos.check;

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
import menhir.chaos.check.History.Acknowledged;
import menhir.chaos.check.History.Event;
import menhir.chaos.check.History.Lookup;
import menhir.chaos.check.History.OrderRead;
import menhir.chaos.check.History.Ordered;
import menhir.chaos.check.History.Rejected;
import menhir.chaos.check.History.Repeated;
import menhir.chaos.check.History.Unknown;
import menhir.chaos.check.StoreLog.Added;
import menhir.chaos.check.StoreLog.Entry;
import menhir.chaos.check.StoreLog.Placed;

/**
 * Checks a {@link History} against the store's log, on which the replicas agree. The log is the order of all changes; the
 * checker finds replies that this order does not explain:
 *
 * <ul>
 *   <li>Orders are numbered from 1 without gaps. Each acknowledged order is in the log, as it was sent, with its number;
 *       numbers are unique; and each order in the log was sent by a client, and is there only once.
 *   <li>An order that was acknowledged before another was sent has the lower number.
 *   <li>No quantity is negative at any point of the log.
 *   <li>A lookup shows the quantity of its version. That version is not older than any that a reply showed or created before
 *       the lookup was sent, and not newer than the lookup's reply. A rejection is checked like a lookup.
 *   <li>A repeated key gets the number of its first reply.
 *   <li>Each later read of an acknowledged order finds it as it was sent.
 * </ul>
 *
 * <p>So the operations on each item are linearizable. All times are from one clock.
 */
public final class HistoryChecker {
    private final List<Event> events;
    private final StoreLog log;
    private final List<String> violations = new ArrayList<>();

    /** The quantities of each item by the index of the entry that set them. */
    private final Map<String, TreeMap<Long, Long>> stock = new HashMap<>();

    private final Map<Long, Placed> byNumber = new HashMap<>();
    private final Map<Long, Long> invokedByIndex = new HashMap<>();

    public HistoryChecker(Collection<? extends Event> events, StoreLog log) {
        this.events = List.copyOf(events);
        this.log = log;
    }

    /** Descriptions of all violations; empty if there are none. */
    public List<String> violations() {
        violations.clear();
        stock.clear();
        byNumber.clear();
        invokedByIndex.clear();
        replay();
        matchOrders();
        checkOrderOfOrders();
        checkReads();
        of(Repeated.class).stream()
                .filter(repeated ->
                        !(repeated.outcome() instanceof Acknowledged again && again.number() == repeated.first()))
                .forEach(repeated -> violation("a repeated key was not answered like the first time: " + repeated));
        of(OrderRead.class).stream()
                .filter(read -> !read.same())
                .forEach(read -> violation("an acknowledged order was not found as it was sent: " + read));
        return List.copyOf(violations);
    }

    private <E extends Event> List<E> of(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void violation(String description) {
        violations.add(description);
    }

    // ---- the log alone ----------------------------------------------------------------------------------------------

    private void replay() {
        long lastNumber = 0;
        for (Entry entry : log.entries()) {
            if (entry instanceof Added added) {
                stock.computeIfAbsent(added.item(), name -> new TreeMap<>()).put(added.index(), added.quantity());
            } else if (entry instanceof Placed order) {
                lastNumber++;
                if (order.number() != lastNumber) {
                    violation("expected order " + lastNumber + ", not " + order);
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
            violation("unknown item in " + order);
            return;
        }
        long after = quantities.lastEntry().getValue() + by;
        if (after < 0) {
            violation(item + " is " + after + " after " + order);
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
            } else if (ordered.outcome() instanceof Unknown
                    || (ordered.outcome() instanceof Rejected rejected && !rejected.certain())) {
                unknown.add(ordered);
            }
        }
        for (Placed order : log.orders()) {
            if (!claimed.contains(order.number()) && !explain(order, unknown)) {
                violation("no client sent " + order + ", or it was executed twice");
            }
        }
    }

    private void claim(Ordered ordered, long number, Set<Long> claimed) {
        Placed order = byNumber.get(number);
        if (order == null) {
            violation("an acknowledged order is lost: " + ordered);
        } else if (!ordered.request().isLike(order.buy(), order.lines())) {
            violation("an acknowledged order was changed: " + ordered + " and " + order);
        } else {
            invokedByIndex.put(order.index(), ordered.invoked());
        }
        if (!claimed.add(number)) {
            violation("two orders have the same number: " + ordered);
        }
    }

    /** An order with an unknown outcome, or with a rejection that is not certain, may have been executed once. */
    private boolean explain(Placed order, List<Ordered> unknown) {
        for (Iterator<Ordered> each = unknown.iterator(); each.hasNext(); ) {
            Ordered ordered = each.next();
            if (ordered.request().isLike(order.buy(), order.lines())) {
                invokedByIndex.put(order.index(), ordered.invoked());
                each.remove();
                return true;
            }
        }
        return false;
    }

    private void checkOrderOfOrders() {
        Maximum highest = new Maximum();
        List<Ordered> acknowledged = of(Ordered.class).stream()
                .filter(ordered -> ordered.outcome() instanceof Acknowledged)
                .toList();
        acknowledged.forEach(ordered -> highest.add(ordered.answered(), numberOf(ordered)));
        for (Ordered ordered : acknowledged) {
            long before = highest.before(ordered.invoked());
            if (numberOf(ordered) <= before) {
                violation("order " + before + " was acknowledged before this one was sent: " + ordered);
            }
        }
    }

    private static long numberOf(Ordered ordered) {
        return ordered.outcome() instanceof Acknowledged acknowledged ? acknowledged.number() : 0;
    }

    // ---- reads ------------------------------------------------------------------------------------------------------

    private void checkReads() {
        Map<String, Maximum> shown = new HashMap<>();
        for (Lookup lookup : of(Lookup.class)) {
            shown.computeIfAbsent(lookup.item(), item -> new Maximum()).add(lookup.answered(), lookup.version());
        }
        for (Ordered ordered : of(Ordered.class)) {
            Placed order = byNumber.get(numberOf(ordered));
            if (order != null) {
                for (String item : order.lines().keySet()) {
                    shown.computeIfAbsent(item, name -> new Maximum()).add(ordered.answered(), order.index());
                }
            }
        }
        for (Lookup lookup : of(Lookup.class)) {
            checkLookup(lookup, shown.getOrDefault(lookup.item(), new Maximum()));
        }
        for (Ordered ordered : of(Ordered.class)) {
            if (ordered.outcome() instanceof Rejected rejected) {
                checkRejection(ordered, rejected, shown.getOrDefault(rejected.item(), new Maximum()));
            }
        }
    }

    private void checkLookup(Lookup lookup, Maximum shown) {
        TreeMap<Long, Long> quantities = stock.get(lookup.item());
        if (quantities == null) {
            violation("a lookup shows an unknown item: " + lookup);
            return;
        }
        Long quantity = quantities.get(lookup.version());
        if (quantity == null || quantity != lookup.quantity()) {
            violation("a lookup shows a wrong quantity (the quantity at that version is " + quantity + "): " + lookup);
        }
        long known = shown.before(lookup.invoked());
        if (lookup.version() < known) {
            violation("a lookup is stale (version " + known + " was known before it began): " + lookup);
        }
        if (isFromFuture(lookup.version(), lookup.answered())) {
            violation("a lookup shows an order that was not yet sent: " + lookup);
        }
    }

    /** A rejection needs a version, not older than known before it, with exactly this quantity, which is too small. */
    private void checkRejection(Ordered ordered, Rejected rejected, Maximum shown) {
        TreeMap<Long, Long> quantities = stock.get(rejected.item());
        Long wanted = ordered.request().lines().get(rejected.item());
        if (quantities == null
                || shown == null
                || wanted == null
                || !ordered.request().buy()) {
            violation("an impossible rejection: " + ordered);
            return;
        }
        if (rejected.available() >= wanted) {
            violation("a rejection although the quantity is sufficient: " + ordered);
        }
        Long first = quantities.floorKey(Math.max(shown.before(ordered.invoked()), quantities.firstKey()));
        boolean explained = first != null
                && quantities.tailMap(first, true).entrySet().stream()
                        .anyMatch(each -> each.getValue() == rejected.available()
                                && !isFromFuture(each.getKey(), ordered.answered()));
        if (!explained) {
            violation("a rejection shows a quantity that the item did not have then: " + ordered);
        }
    }

    private boolean isFromFuture(long index, long answered) {
        Long invoked = invokedByIndex.get(index);
        return invoked != null && invoked - answered > 0;
    }

    /** The highest value that was known at a time. */
    private static final class Maximum {
        private record Known(long at, long value) {}

        private final List<Known> known = new ArrayList<>();
        private boolean sorted;

        void add(long at, long value) {
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

        /** Sorts by time, and replaces each value by the highest so far. */
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
