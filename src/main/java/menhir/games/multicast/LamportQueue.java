package menhir.games.multicast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lamport's queue and clock: the messages that are not delivered yet, in total order, and who has acknowledged what.
 *
 * <p>Once all members have acknowledged the head it may be delivered. None that belongs before it can still come: every
 * member had put its clock past the head's time when it acknowledged it, what it sent later carries a later time, and what
 * it sent earlier is here already, for links keep order. And every member holds the head, so none is lost if some die now.
 */
final class LamportQueue {
    private final TreeMap<Stamp, Batch> held;
    private final Map<Member, Long> received = new HashMap<>();
    private final Map<Member, Map<Member, Long>> acknowledged = new HashMap<>();
    private Stamp delivered = Stamp.FIRST;
    private long clock;
    private int highWater;

    LamportQueue(Comparator<Stamp> order) {
        this.held = new TreeMap<>(order);
    }

    /** Forgets who received what: in a new view the count begins anew. */
    void newView() {
        received.clear();
        acknowledged.clear();
    }

    void dropAll() {
        held.clear();
    }

    /** The time of the next own message: after all that was seen. */
    long nextTime() {
        return ++clock;
    }

    long clock() {
        return clock;
    }

    void witness(long time) {
        clock = Math.max(clock, time);
    }

    /** Takes a message in, unless it was delivered already. */
    void hold(Batch batch) {
        if (batch.stamp().compareTo(delivered) > 0) {
            held.put(batch.stamp(), batch);
            highWater = Math.max(highWater, held.size());
        }
    }

    /** A message arrived from its sender itself. */
    void receive(Batch batch) {
        witness(batch.stamp().time());
        received.put(batch.stamp().sender(), batch.stamp().time());
        hold(batch);
    }

    long newestFrom(Member sender) {
        return received.getOrDefault(sender, 0L);
    }

    long heldFrom(Member sender) {
        return held.keySet().stream()
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
        return held.isEmpty() ? null : held.firstEntry().getValue();
    }

    /** Whether {@code member} holds this message; its sender does by nature. */
    boolean acknowledgedBy(Member member, Stamp stamp) {
        if (member.equals(stamp.sender())) {
            return true;
        }
        Map<Member, Long> times = acknowledged.get(member);
        return times != null && times.getOrDefault(stamp.sender(), 0L) >= stamp.time();
    }

    void delivered(Stamp stamp) {
        held.remove(stamp);
        if (stamp.compareTo(delivered) > 0) {
            delivered = stamp;
        }
    }

    Stamp delivered() {
        return delivered;
    }

    List<Batch> held() {
        return List.copyOf(held.values());
    }

    int size() {
        return held.size();
    }

    /** The most that was ever held. */
    int highWater() {
        return highWater;
    }
}
