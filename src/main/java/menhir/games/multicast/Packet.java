package menhir.games.multicast;

import java.util.List;
import menhir.wire.CborMessage;

/**
 * Consecutive items of one link, and the acknowledgement for the opposite direction.
 *
 * @param view number of the view that the link belongs to
 * @param first sequence number, from 1, of the first item; of the next item if there are none
 * @param received the sender has received the receiver's items up to this number
 */
public record Packet(long view, Member from, long first, List<Item> items, long received) implements CborMessage {
    public Packet {
        items = List.copyOf(items);
    }
}
