package menhir.games.multicast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A reliable FIFO link to one member during one view, over a network that loses, duplicates and reorders packets. Items are
 * numbered, acknowledged cumulatively, and resent until acknowledged. The receiver accepts an item only in order, so it
 * buffers nothing. The send queue is bounded by the protocol above: a member's own messages by its window, and
 * acknowledgements because a newer one replaces an unsent older one.
 */
class Link {
    private final GroupView view;
    private final Member self;
    private final MulticastLimits limits;
    private final Deque<Item> outgoing = new ArrayDeque<>();

    /** Number of the first item in {@link #outgoing}; all earlier items are acknowledged. */
    private long first = 1;

    private long nextToSend = 1;
    private long highestSent;
    private boolean probing;
    private long received;
    private boolean acknowledgementDue;
    private long sentAt;
    private int highWater;

    Link(GroupView view, Member self, MulticastLimits limits) {
        this.view = view;
        this.self = self;
        this.limits = limits;
    }

    /** Queues an item. A new acknowledgement replaces one that is still unsent at the end of the queue. */
    void add(Item item) {
        boolean lastIsUnsent = first + outgoing.size() - 1 > highestSent;
        if (item instanceof Item.Ack && lastIsUnsent && outgoing.peekLast() instanceof Item.Ack) {
            outgoing.removeLast();
        }
        outgoing.addLast(item);
        highWater = Math.max(highWater, outgoing.size());
    }

    /**
     * Processes a packet.
     *
     * @param accept handles an item and returns whether it was accepted; a rejected item will be resent
     */
    void onPacket(Packet packet, Predicate<Item> accept) {
        while (first <= packet.received() && first <= highestSent) {
            outgoing.removeFirst();
            first++;
            probing = false;
        }
        nextToSend = Math.max(nextToSend, first);
        long number = packet.first();
        for (Item item : packet.items()) {
            acknowledgementDue = true;
            if (isNext(number)) {
                if (!accept.test(item)) {
                    return;
                }
                received++;
            }
            number++;
        }
    }

    /** Whether this is the first item that was not accepted yet. */
    boolean isNext(long number) {
        return number == received + 1;
    }

    /** The packets to send now. */
    List<Packet> due(long now) {
        List<Packet> packets = new ArrayList<>();
        if (first < nextToSend && now - sentAt >= limits.resendMillis()) {
            // Resend everything, but only one packet until the peer acknowledges: it may be down.
            nextToSend = first;
            probing = true;
        }
        long flightEnd = Math.min(first + outgoing.size(), first + limits.flightItems());
        while (nextToSend < flightEnd && (!probing || nextToSend == first)) {
            Packet packet = packet(nextToSend, flightEnd);
            nextToSend += packet.items().size();
            highestSent = Math.max(highestSent, nextToSend - 1);
            packets.add(packet);
        }
        if (packets.isEmpty() && acknowledgementDue) {
            packets.add(new Packet(view.number(), self, nextToSend, List.of(), received));
        } else if (!packets.isEmpty()) {
            sentAt = now;
        }
        acknowledgementDue = false;
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

    /** Number of items that are not acknowledged, sent or not. */
    int size() {
        return outgoing.size();
    }

    /** The largest size so far. */
    int highWater() {
        return highWater;
    }
}
