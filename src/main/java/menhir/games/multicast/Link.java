package menhir.games.multicast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A reliable first-in, first-out link to one member during one view, over a network that loses, repeats and reorders: items
 * are numbered, acknowledged cumulatively and sent again. The receiver takes an item only in its turn, so nothing waits in
 * its memory. What waits here is bounded by the protocol above: a member's own messages by its window, acknowledgements by
 * those and by being replaced while they wait.
 */
class Link {
    private final View view;
    private final Member self;
    private final MulticastLimits limits;
    private final Deque<Item> outgoing = new ArrayDeque<>();
    /** Number of the first item in {@link #outgoing}; all before are acknowledged. */
    private long first = 1;

    private long nextToSend = 1;
    private long highestSent;
    private boolean knocking;
    private long received;
    private boolean owesAcknowledgement;
    private long sentAt;
    private int highWater;

    Link(View view, Member self, MulticastLimits limits) {
        this.view = view;
        this.self = self;
        this.limits = limits;
    }

    /** Queues an item. An acknowledgement that still waits at the end gives way to a newer one, which says it all. */
    void add(Item item) {
        boolean lastIsUnsent = first + outgoing.size() - 1 > highestSent;
        if (item instanceof Item.Ack && lastIsUnsent && outgoing.peekLast() instanceof Item.Ack) {
            outgoing.removeLast();
        }
        outgoing.addLast(item);
        highWater = Math.max(highWater, outgoing.size());
    }

    /**
     * Takes what is new in a packet.
     *
     * @param take says whether an item was taken; one that was not comes again
     */
    void onPacket(Packet packet, Predicate<Item> take) {
        while (first <= packet.received() && first <= highestSent) {
            outgoing.removeFirst();
            first++;
            knocking = false;
        }
        nextToSend = Math.max(nextToSend, first);
        long number = packet.first();
        for (Item item : packet.items()) {
            owesAcknowledgement = true;
            if (isNext(number)) {
                if (!take.test(item)) {
                    return;
                }
                received++;
            }
            number++;
        }
    }

    /** Whether all items before this one were taken, and this one was not. */
    boolean isNext(long number) {
        return number == received + 1;
    }

    /** The packets that are due now. */
    List<Packet> due(long now) {
        List<Packet> packets = new ArrayList<>();
        if (first < nextToSend && now - sentAt >= limits.resendMillis()) {
            // All is sent again, but at first one packet only: the other end may be gone.
            nextToSend = first;
            knocking = true;
        }
        long flightEnd = Math.min(first + outgoing.size(), first + limits.flightItems());
        while (nextToSend < flightEnd && (!knocking || nextToSend == first)) {
            Packet packet = packet(nextToSend, flightEnd);
            nextToSend += packet.items().size();
            highestSent = Math.max(highestSent, nextToSend - 1);
            packets.add(packet);
        }
        if (packets.isEmpty() && owesAcknowledgement) {
            packets.add(new Packet(view.number(), self, nextToSend, List.of(), received));
        } else if (!packets.isEmpty()) {
            sentAt = now;
        }
        owesAcknowledgement = false;
        return packets;
    }

    private Packet packet(long from, long end) {
        List<Item> items = new ArrayList<>();
        int weight = 0;
        Iterator<Item> each = outgoing.iterator();
        for (long number = first; number < end && items.size() < limits.packetItems(); number++) {
            Item item = each.next();
            if (number >= from) {
                weight += item.weight();
                if (!items.isEmpty() && weight > limits.packetWeight()) {
                    break;
                }
                items.add(item);
            }
        }
        return new Packet(view.number(), self, from, items, received);
    }

    /** How many items wait to be acknowledged. */
    int size() {
        return outgoing.size();
    }

    /** The most that ever waited. */
    int highWater() {
        return highWater;
    }
}
