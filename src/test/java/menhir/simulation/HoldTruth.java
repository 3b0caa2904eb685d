package menhir.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import menhir.store.Entry.OrderPlaced;
import menhir.store.Hold;
import menhir.store.HoldEntry;
import menhir.store.HoldEntry.ExpiredHold;
import menhir.store.HoldEntry.HoldExtended;
import menhir.store.HoldEntry.HoldPlaced;
import menhir.store.HoldEntry.HoldReleased;
import menhir.store.HoldEntry.HoldsExpired;
import menhir.store.Line;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * What has really become of each hold, and what each customer has of an item with a limit: the part of {@link Truth} about
 * holds. It shares no code with {@code Holds}.
 */
final class HoldTruth {

    /** What a hold is from an index on. */
    private record Version(long index, Hold.State state) {}

    /** What a customer has of an item from an index on. */
    private record Count(long index, long quantity) {}

    private record Owner(String item, String customer) {}

    /** An entry of a log, and when it was proposed, in microseconds of true time. */
    private record Proposal(long index, long epoch) {}

    private static final class Known {
        private final List<Version> versions = new ArrayList<>();
        private final Map<String, Long> lines = new HashMap<>();
        private @Nullable String customer;
        private long endsMicros;
    }

    private final Map<Long, Known> holds = new TreeMap<>();
    private final Map<Owner, List<Count>> counts = new HashMap<>();
    private final Map<Proposal, Long> proposals = new HashMap<>();

    /** A leader puts an entry about holds into its log. */
    void onProposed(LogTree.Node node, long nowMicros) {
        if (node.entry() instanceof HoldEntry) {
            proposals.put(new Proposal(node.index(), node.epoch()), nowMicros);
        }
    }

    /** Ids of the holds that there are. */
    List<Long> ids() {
        return List.copyOf(holds.keySet());
    }

    // ---- the log ----------------------------------------------------------------------------------------------------

    /** A hold entry is committed. Returns by how much it changes what is held of each item. */
    Map<String, Long> onCommitted(LogTree.Node node) {
        Map<String, Long> held = new HashMap<>();
        if (node.entry() instanceof HoldPlaced placed) {
            placed.lines().forEach(line -> held.merge(line.item(), line.quantity(), Long::sum));
            onPlaced(placed, node);
        } else if (node.entry() instanceof HoldExtended extended) {
            Known known = active(extended.hold(), node);
            known.endsMicros = Math.max(known.endsMicros, proposedAt(node) + extended.seconds() * 1_000_000);
        } else if (node.entry() instanceof HoldReleased released) {
            giveBack(released.hold(), released.lines(), Hold.State.RELEASED, node, held);
        } else if (node.entry() instanceof HoldsExpired expired) {
            for (ExpiredHold hold : expired.holds()) {
                if (proposedAt(node) < earliest(active(hold.hold(), node), expired)) {
                    throw new InvariantViolated(Invariant.F_HOLDS_LAST, "expired before its time: " + node);
                }
                giveBack(hold.hold(), hold.lines(), Hold.State.EXPIRED, node, held);
            }
        }
        return held;
    }

    /** Clocks run at slightly different rates, and count whole milliseconds. */
    private static long earliest(Known known, HoldsExpired expired) {
        return known.endsMicros - (long) (3 * Machine.MAX_DRIFT * expired.clockMillis() * 1_000) - 100_000;
    }

    private void onPlaced(HoldPlaced placed, LogTree.Node node) {
        Known known = new Known();
        known.versions.add(new Version(node.index(), Hold.State.ACTIVE));
        known.customer = placed.customer();
        known.endsMicros = proposedAt(node) + placed.seconds() * 1_000_000;
        for (PricedLine line : placed.lines()) {
            known.lines.merge(line.item(), line.quantity(), Long::sum);
            count(line.item(), placed.customer(), line.quantity(), node);
        }
        if (placed.hold() != node.index() || holds.put(placed.hold(), known) != null) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "a hold with another's id: " + node);
        }
    }

    /** An order of a customer, or one that a hold became. Returns what it takes from holds. */
    Map<String, Long> onOrder(OrderPlaced placed, LogTree.Node node) {
        Map<String, Long> taken = new HashMap<>();
        placed.lines().forEach(line -> taken.merge(line.item(), line.quantity(), Long::sum));
        if (placed.hold() == null) {
            placed.lines().forEach(line -> count(line.item(), placed.customer(), line.quantity(), node));
            return Map.of();
        }
        Known known = active(placed.hold(), node);
        if (!known.lines.equals(taken)) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "an order of other lines than its hold: " + node);
        }
        known.versions.add(new Version(node.index(), Hold.State.CONFIRMED));
        return taken;
    }

    /** What a customer bought of an item comes back. */
    void onBack(String item, @Nullable String customer, long quantity, LogTree.Node node) {
        count(item, customer, -quantity, node);
    }

    private void giveBack(long id, List<Line> lines, Hold.State how, LogTree.Node node, Map<String, Long> held) {
        Known known = active(id, node);
        Map<String, Long> back = new HashMap<>();
        lines.forEach(line -> back.merge(line.item(), line.quantity(), Long::sum));
        if (!known.lines.equals(back)) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "gives back other lines than it held: " + node);
        }
        back.forEach((item, quantity) -> {
            held.merge(item, -quantity, Long::sum);
            count(item, known.customer, -quantity, node);
        });
        known.versions.add(new Version(node.index(), how));
    }

    private Known active(long id, LogTree.Node node) {
        Known known = holds.get(id);
        if (known == null || last(known).state() != Hold.State.ACTIVE) {
            throw new InvariantViolated(Invariant.B_NOTHING_LOST, "ends a hold that is not active: " + node);
        }
        return known;
    }

    private static Version last(Known known) {
        return known.versions.get(known.versions.size() - 1);
    }

    private long proposedAt(LogTree.Node node) {
        return Objects.requireNonNull(proposals.get(new Proposal(node.index(), node.epoch())), "not proposed");
    }

    private void count(String item, @Nullable String customer, long quantity, LogTree.Node node) {
        if (!item.equals(Scenario.LIMITED) || customer == null) {
            return;
        }
        List<Count> all = counts.computeIfAbsent(new Owner(item, customer), owner -> new ArrayList<>());
        long sum = (all.isEmpty() ? 0 : all.get(all.size() - 1).quantity()) + quantity;
        if (sum > Scenario.LIMIT) {
            throw new InvariantViolated(Invariant.C_NOTHING_OVERSOLD, customer + " has more than the limit: " + node);
        }
        all.add(new Count(node.index(), sum));
    }

    // ---- answers ----------------------------------------------------------------------------------------------------

    /** A lookup of a hold was answered; its id is the index of the entry that placed it. */
    void checkLookup(long id, @Nullable Hold shown, long releasedBefore, long released) {
        Known known = holds.get(id);
        boolean right = shown == null
                ? known == null || id > releasedBefore
                : known != null && was(known, shown.state(), releasedBefore, released);
        if (!right) {
            throw new InvariantViolated(
                    Invariant.D_NOTHING_STALE,
                    "hold " + id + " was shown as " + shown + "; it was "
                            + (known == null ? "none" : known.versions.toString()) + "; released then " + releasedBefore
                            + ", now " + released);
        }
    }

    private static boolean was(Known known, Hold.State state, long from, long to) {
        for (int i = 0; i < known.versions.size(); i++) {
            Version version = known.versions.get(i);
            long end = i + 1 < known.versions.size() ? known.versions.get(i + 1).index() - 1 : Long.MAX_VALUE;
            if (version.state() == state && version.index() <= to && end >= from) {
                return true;
            }
        }
        return false;
    }

    /** Whether a rejection was true at some moment. */
    boolean isTrue(Rejection why, @Nullable String customer, long releasedBefore, long released) {
        if (why instanceof Rejection.UnknownHold unknown) {
            return !holds.containsKey(unknown.hold()) || unknown.hold() > releasedBefore;
        } else if (why instanceof Rejection.HoldEnded ended) {
            Known known = holds.get(ended.hold());
            return known != null
                    && last(known).state() == ended.state()
                    && last(known).index() <= released;
        } else if (why instanceof Rejection.LimitReached reached) {
            return reached.requested() > reached.left()
                    && had(reached.item(), customer, Scenario.LIMIT - reached.left(), releasedBefore, released);
        }
        if (why instanceof Rejection.CustomerMissing missing) {
            return missing.item().equals(Scenario.LIMITED) && customer == null;
        }
        // The others depend on how many holds there were.
        return why instanceof Rejection.Full full && full.what().startsWith("active holds");
    }

    private boolean had(String item, @Nullable String customer, long quantity, long from, long to) {
        List<Count> all = customer == null ? List.of() : counts.getOrDefault(new Owner(item, customer), List.of());
        long current = 0;
        for (Count count : all) {
            if (count.index() > from && current == quantity) {
                return true;
            }
            if (count.index() > to) {
                return false;
            }
            current = count.quantity();
        }
        return current == quantity;
    }
}
