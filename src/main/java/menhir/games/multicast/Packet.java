package menhir.games.multicast;

import java.util.List;
import menhir.wire.CborMessage;

/**
 * What crosses the network: consecutive items of one link, and how far the other direction has arrived.
 *
 * @param first sequence number, from 1, of the first item; without items the number that comes next
 * @param received the sender has received the receiver's items up to this number
 */
public record Packet(long view, Member from, long first, List<Item> items, long received) implements CborMessage {
    public Packet {
        items = List.copyOf(items);
    }
}
