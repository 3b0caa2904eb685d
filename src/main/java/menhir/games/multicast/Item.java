package menhir.games.multicast;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What members say to each other over a reliable first-in, first-out link. Links last as long as their view. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Item.Held.class, name = "held"),
    @JsonSubTypes.Type(value = Item.Flushed.class, name = "flushed"),
    @JsonSubTypes.Type(value = Item.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = Item.Snapshot.class, name = "snapshot"),
    @JsonSubTypes.Type(value = Item.Data.class, name = "data"),
    @JsonSubTypes.Type(value = Item.Ack.class, name = "ack"),
})
public sealed interface Item {

    /** Its share of a packet, in bytes or characters, beside a fixed cost. */
    default int weight() {
        return 0;
    }

    /** View change: a message that the sender holds and has not delivered, whoever sent it first. */
    record Held(Batch batch) implements Item {
        @Override
        public int weight() {
            return batch.weight();
        }
    }

    /**
     * View change: that was all that I hold, and I take nothing more of earlier views but from the others' like.
     *
     * @param blank the sender has just come and has no state yet
     * @param time the sender's Lamport clock
     * @param delivered the last message that it delivered
     */
    record Flushed(boolean blank, long time, Stamp delivered) implements Item {}

    /** View change: I have what all members held. */
    record Ready() implements Item {}

    /**
     * View change: a piece of the state with which the new view starts, for a blank member.
     *
     * @param founding the view in which the sequence began
     * @param position how many requests had been delivered
     * @param last whether this is the last piece
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, read once, never written
    record Snapshot(long founding, long position, byte[] piece, boolean last) implements Item {
        @Override
        public int weight() {
            return piece.length;
        }
    }

    /** A message, in the total order at the sender's Lamport time. */
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
     * How far the sender has come in this view.
     *
     * @param received for each member the newest message that arrived from it; links keep order, so all before it did too
     * @param delivered the last message that it delivered
     */
    record Ack(List<Received> received, Stamp delivered) implements Item {
        public Ack {
            received = List.copyOf(received);
        }
    }

    /** The Lamport time of the newest message received from a member. */
    record Received(Member from, long time) {}
}
