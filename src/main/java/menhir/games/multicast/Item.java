package menhir.games.multicast;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A message between two members on a reliable FIFO {@link Link}. A link lasts as long as its view. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Item.Unstable.class, name = "unstable"),
    @JsonSubTypes.Type(value = Item.Flushed.class, name = "flushed"),
    @JsonSubTypes.Type(value = Item.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = Item.Snapshot.class, name = "snapshot"),
    @JsonSubTypes.Type(value = Item.Data.class, name = "data"),
    @JsonSubTypes.Type(value = Item.Ack.class, name = "ack"),
})
public sealed interface Item {

    /** Size in bytes or characters, for the limit on packets. 0 for items of a small fixed size. */
    default int weight() {
        return 0;
    }

    /** View change: a message of an earlier view, of any sender, that this item's sender has not delivered. */
    record Unstable(Batch batch) implements Item {
        @Override
        public int weight() {
            return batch.weight();
        }
    }

    /**
     * View change: the sender has sent all its unstable messages. From here on it accepts messages of earlier views only as
     * {@link Unstable} items.
     *
     * @param blank whether the sender has no state yet
     * @param time the sender's Lamport clock
     * @param delivered the last message that the sender delivered
     */
    record Flushed(boolean blank, long time, Stamp delivered) implements Item {}

    /** View change: the sender holds every unstable message of every member. */
    record Ready() implements Item {}

    /**
     * View change: a chunk of the state at the start of the new view, for a blank member.
     *
     * @param firstView number of the view in which the total order began
     * @param position number of requests delivered before this state
     * @param last whether this is the last chunk
     */
    @SuppressWarnings("ArrayRecordComponent") // never modified
    record Snapshot(long firstView, long position, byte[] chunk, boolean last) implements Item {
        @Override
        public int weight() {
            return chunk.length;
        }
    }

    /** A message of the sender, at its Lamport time. */
    record Data(long time, List<String> requests) implements Item {
        public Data {
            requests = List.copyOf(requests);
        }

        @Override
        public int weight() {
            return requests.stream().mapToInt(String::length).sum();
        }
    }

    /**
     * The sender's progress in this view.
     *
     * @param received the newest message received from each member; as links are FIFO, this covers all earlier ones
     * @param delivered the last message that the sender delivered
     */
    record Ack(List<Received> received, Stamp delivered) implements Item {
        public Ack {
            received = List.copyOf(received);
        }
    }

    /** The Lamport time of the newest message received from a member. */
    record Received(Member from, long time) {}
}
