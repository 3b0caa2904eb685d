package menhir.replication;

import java.util.Arrays;

/**
 * One entry of the log. The leader that decided it encodes it once; the bytes are the same on every replica.
 *
 * @param epoch the epoch of the leader that proposed it
 * @param number the order number if this entry places an order, else 0
 * @param payload the encoded entry, opaque to the protocol; must not be modified
 */
@SuppressWarnings("ArrayRecordComponent") // never written: a defensive copy per hop would cost more than it protects
public record LogEntry(long epoch, long number, byte[] payload) {

    @Override
    public boolean equals(Object other) {
        return other instanceof LogEntry that
                && epoch == that.epoch
                && number == that.number
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(epoch) + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "LogEntry[epoch=" + epoch + ", number=" + number + ", " + payload.length + " bytes]";
    }
}
