package menhir.games.multicast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lamport's clock and queue: the undelivered messages in total order, and which member acknowledged which of them.
 *
 * <p>The head may be delivered when all members have acknowledged it. No earlier message can still arrive: each member had
 * advanced its clock past the head's time when it acknowledged the head, so its later messages have later times, and its
 * earlier messages have arrived already because links are FIFO. Every member holds the head, so it survives crashes.
 */
final class LamportQueue {
    private final TreeMap<Stamp, Batch> undelivered;
    private final Map<Member, Long> received = new HashMap<>();
    private final Map<Member, Map<Member, Long>> acknowledged = new HashMap<>();
    private Stamp delivered = Stamp.FIRST;
    private long clock;
    private int highWater;

    LamportQueue(Comparator<Stamp> order) {
        this.undelivered = new TreeMap<>(order);
    }

    /** Resets receipts and acknowledgements, which belong to one view. */
    void newView() {
        received.clear();
        acknowledged.clear();
    }

    void clear() {
        undelivered.clear();
    }

    /** Advances the clock for the next message of this member. */
    long nextTime() {
        return ++clock;
    }

    long clock() {
        return clock;
    }

    void witness(long time) {
        clock = Math.max(clock, time);
    }

    /** Adds a message unless it was delivered already. */
    void add(Batch batch) {
        if (batch.stamp().compareTo(delivered) > 0) {
            undelivered.put(batch.stamp(), batch);
            highWater = Math.max(highWater, undelivered.size());
        }
    }

    /** Adds a message that arrived directly from its sender. */
    void receive(Batch batch) {
        witness(batch.stamp().time());
        received.put(batch.stamp().sender(), batch.stamp().time());
        add(batch);
    }

    long newestFrom(Member sender) {
        return received.getOrDefault(sender, 0L);
    }

    long undeliveredFrom(Member sender) {
        return undelivered.keySet().stream()
                .filter(stamp -> stamp.sender().equals(sender))
                .count();
    }

    void acknowledged(Member by, List<Item.Received> upTo) {
        Map<Member, Long> times = new HashMap<>();
        upTo.forEach(each -> times.put(each.from(), each.time()));
        acknowledged.put(by, times);
    }

    /** What this member acknowledges. */
    List<Item.Received> received() {
        List<Item.Received> all = new ArrayList<>();
        received.forEach((from, time) -> all.add(new Item.Received(from, time)));
        return all;
    }

    @Nullable
    Batch head() {
        return undelivered.isEmpty() ? null : undelivered.firstEntry().getValue();
    }

    /** Whether {@code member} acknowledged this message. A sender acknowledges its own messages implicitly. */
    boolean acknowledgedBy(Member member, Stamp stamp) {
        if (member.equals(stamp.sender())) {
            return true;
        }
        Map<Member, Long> times = acknowledged.get(member);
        return times != null && times.getOrDefault(stamp.sender(), 0L) >= stamp.time();
    }

    void delivered(Stamp stamp) {
        undelivered.remove(stamp);
        if (stamp.compareTo(delivered) > 0) {
            delivered = stamp;
        }
    }

    Stamp delivered() {
        return delivered;
    }

    List<Batch> undelivered() {
        return List.copyOf(undelivered.values());
    }

    int size() {
        return undelivered.size();
    }

    /** The largest size so far. */
    int highWater() {
        return highWater;
    }
}
